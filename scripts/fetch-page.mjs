// @ts-check
// Opens the address that the browser host printed, as a browser does, and prints the page. For clean-room.sh.
const [address = ''] = process.argv.slice(2)

// The token is exchanged for a cookie, and the page is under the address that remains.
const exchange = await fetch(address, { redirect: 'manual' })
const cookie = exchange.headers.getSetCookie().map((line) => line.split(';', 1)[0])
const page = await fetch(new URL(exchange.headers.get('location') ?? address, address), {
  headers: { cookie: cookie.join('; ') }
})
const text = await page.text()
process.stdout.write(text)
process.exitCode = page.ok && text.includes('<title>Tenfold') ? 0 : 1
