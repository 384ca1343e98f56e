import { createServer, request, type IncomingMessage } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import type {} from '../../src/renderer/open-port' // declares window.tenfold
import { serve } from './open-browser'
import { openDesktop } from './open-desktop'
import { goTo } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeBrowser, describeDesktop, describeHosts } from './workbench'

describeHosts('the content security policy', (open) => {
  test('blocks code and connections that are not the workbench’s own', async () => {
    const { page, close } = await open(await temporaryFolder())
    await goTo(page, 'Data')
    const elsewhere = await serveAnything()
    const outcome = await page.evaluate(async (address) => {
      const violated: string[] = []
      document.addEventListener('securitypolicyviolation', (event) => violated.push(event.effectiveDirective))
      const inline = document.createElement('script')
      inline.textContent = 'document.documentElement.dataset.injected = "yes"'
      document.body.append(inline)
      const style = document.createElement('style')
      style.textContent = 'body { display: none }'
      document.body.append(style)
      const frame = document.createElement('iframe')
      frame.src = address
      document.body.append(frame)
      const image = new Image()
      image.src = `${address}/x.png`
      const button = document.createElement('button')
      button.setAttribute('onclick', 'document.documentElement.dataset.injected = "yes"')
      document.body.append(button)
      button.click()
      const fetched = await fetch(address).then(
        () => 'answered',
        () => 'refused'
      )
      // Later, because the debugger that runs this function is allowed to evaluate strings.
      const evaluated = await new Promise((resolve) =>
        setTimeout(() => {
          try {
            Reflect.construct(Function, ['return 1'])
            resolve('made')
          } catch {
            resolve('refused')
          }
        })
      )
      await new Promise((resolve) => setTimeout(resolve, 300))
      return { violated, fetched, evaluated, injected: document.documentElement.dataset['injected'] ?? 'no' }
    }, elsewhere)
    expect(outcome).toMatchObject({ fetched: 'refused', evaluated: 'refused', injected: 'no' })
    for (const directive of [
      'script-src-elem',
      'script-src-attr',
      'style-src-elem',
      'frame-src',
      'img-src',
      'connect-src'
    ])
      expect(outcome.violated).toContain(directive)
    await close()
  })
})

describeDesktop('the desktop’s window', () => {
  test('has no Node, no navigation, no second window, and one named line to the lab', async () => {
    const { page, application, close } = await openDesktop(await temporaryFolder())
    await goTo(page, 'Data')
    const globals = await page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'global', 'electron'].filter((name) => name in globalThis)
    )
    expect(globals).toEqual([])
    expect(await page.evaluate(() => Object.keys(window.tenfold ?? {}).sort())).toEqual([
      'onClose',
      'onMessage',
      'send'
    ])
    const address = page.url()
    expect(await page.evaluate(() => window.open('https://example.org'))).toBeNull()
    await page.evaluate(() => {
      location.href = 'https://example.org/'
    })
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)))
    expect(page.url()).toBe(address)
    expect(application.windows()).toHaveLength(1)

    expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied')
    await close()
  })

  test('survives messages that are not of the contract', async () => {
    const { page, close } = await openDesktop(await temporaryFolder())
    await goTo(page, 'Data')
    const replies = await page.evaluate(async () => {
      const line = window.tenfold
      const received: unknown[] = []
      line?.onMessage((message) => received.push(message))
      line?.send('nonsense')
      line?.send({ id: 900_001, method: 'noSuchMethod', input: {} })
      line?.send({ id: 900_002, method: 'startRun', input: { config: { batchSize: -1 } } })
      line?.send({ id: 900_003, method: 'constructor', input: {} })
      await new Promise((resolve) => setTimeout(resolve, 500))
      return received
    })
    for (const id of [900_001, 900_002, 900_003])
      expect(replies).toContainEqual(expect.objectContaining({ type: 'error', id }))
    await goTo(page, 'Devices')
    await page.getByText('WebAssembly').first().waitFor()
    await close()
  })
})

describeBrowser('the server', () => {
  test('answers those alone who have the token and come from its own pages', async () => {
    const served = await serve(await temporaryFolder())
    onTestFinished(async () => {
      await served.stop()
    })
    const { origin, host, port, searchParams } = new URL(served.address)
    const token = searchParams.get('token') ?? ''
    const admission = await get(served.address)
    const cookie = admission.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
    expect(admission.statusCode).toBe(303)
    expect(admission.headers['set-cookie']?.[0]).toMatch(/HttpOnly/i)
    expect(admission.headers['set-cookie']?.[0]).toMatch(/SameSite=Strict/i)
    expect((await get(origin, { cookie })).statusCode).toBe(200)

    expect((await get(origin)).statusCode).toBe(401)
    expect((await get(`${origin}/?token=${'x'.repeat(token.length)}`)).statusCode).toBe(401)
    expect((await get(origin, { cookie: `${cookie}x` })).statusCode).toBe(401)
    expect((await get(served.address, { host: `evil.example:${port}` })).statusCode).toBe(403)
    expect((await get(origin, { cookie, origin: 'http://evil.example' })).statusCode).toBe(403)
    expect((await get(`${origin}/../../package.json`, { cookie })).statusCode).toBe(404)
    expect((await get(`${origin}/%2e%2e/%2e%2e/package.json`, { cookie })).statusCode).toBe(404)

    const socket = `ws://${host}/lab`
    expect(await upgrade(socket, { cookie, origin })).toBe(101)
    expect(await upgrade(socket, { origin })).toBe(401)
    expect(await upgrade(socket, { cookie: `${cookie}x`, origin })).toBe(401)
    expect(await upgrade(socket, { cookie })).toBe(403)
    expect(await upgrade(socket, { cookie, origin: 'http://evil.example' })).toBe(403)
    expect(await upgrade(socket, { cookie, origin, host: `evil.example:${port}` })).toBe(403)
    expect(await upgrade(`ws://${host}/other`, { cookie, origin })).toBe(404)

    // Nothing that a proxy might say counts unless it was switched on.
    const claims = { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example;proto=http' }
    expect(await upgrade(socket, { cookie, origin: 'http://evil.example', ...claims })).toBe(403)
    expect((await get(`${origin}/status?origin=http://evil.example`, { cookie })).statusCode).toBe(403)
    expect((await get(`${origin}/status`)).statusCode).toBe(401)
    expect((await get(`${origin}/status`, { cookie })).statusCode).toBe(200)
    expect(cookie).not.toContain(token)
  })
})

/** A server of somebody else's. */
function serveAnything(): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'Access-Control-Allow-Origin': '*' }).end('hello')
  })
  onTestFinished(() => {
    server.close()
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(`http://127.0.0.1:${String(typeof address === 'object' ? address?.port : '')}`)
    })
  })
}

/** fetch chooses Host, Origin and the path for itself; a plain request does not. */
function get(address: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
  const { hostname, port, origin } = new URL(address)
  const path = address.slice(origin.length) || '/'
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers }, (response) => {
      response.resume()
      resolve(response)
    })
      .once('error', reject)
      .end()
  })
}

/** @returns the status that a WebSocket handshake is answered with */
function upgrade(address: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address, { headers })
    socket.once('open', () => {
      socket.terminate()
      resolve(101)
    })
    socket.once('unexpected-response', (_request, response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    socket.once('error', reject)
  })
}
