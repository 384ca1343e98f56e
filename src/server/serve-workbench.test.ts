import { once } from 'node:events'
import { connect as connectTo, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { contentSecurityPolicy } from '../lab/assets/content-security-policy'
import { permissionsPolicy } from '../lab/assets/permissions-policy'
import { serveWorkbench } from './serve-workbench'
import { openTestServer, type TestServer } from './test-server'

let server: TestServer
let token = ''
beforeEach(async () => {
  server = await openTestServer()
  token = new URL(server.address).searchParams.get('token') ?? ''
})
afterEach(() => server.close())

describe('HTTP', () => {
  test('the printed address sets the cookie and leads to the page without the token', async () => {
    const { status, headers } = await server.get(
      new URL(server.address).pathname + new URL(server.address).search
    )
    expect(status).toBe(303)
    expect(headers.location).toBe('./')
    expect(headers['cache-control']).toBe('no-store')
    expect(headers['referrer-policy']).toBe('no-referrer')
    const given = headers['set-cookie']?.[0] ?? ''
    expect(given).toContain('HttpOnly; SameSite=Strict')
    const page = await server.get('/', { Cookie: given.split(';')[0] ?? '' })
    expect(page).toMatchObject({ status: 200, body: '<!doctype html><title>Tenfold</title>' })
  })

  test('a link on another site leads on from a page of our own', async () => {
    const { status, headers, body } = await server.get(`/?token=${token}`, { 'Sec-Fetch-Site': 'cross-site' })
    expect(status).toBe(200)
    expect(headers['set-cookie']).toHaveLength(1)
    expect(body).toContain('http-equiv="refresh" content="0; url=./"')
    expect(body).not.toContain(token)
  })

  test.each(['/', '/index.html', '/assets/a.js', '/?token=', '/?token=wrong', '/missing'])(
    'without the token, %s is 401',
    async (urlPath) => {
      expect((await server.get(urlPath)).status).toBe(401)
      expect((await server.get(urlPath, { Cookie: `tenfold-${server.port}=wrong` })).status).toBe(401)
    }
  )

  test('every answer carries the security headers', async () => {
    for (const answer of [
      await server.get('/', server.cookie),
      await server.get('/missing', server.cookie),
      await server.get('/')
    ]) {
      expect(answer.headers).toMatchObject({
        'content-security-policy': contentSecurityPolicy,
        'permissions-policy': permissionsPolicy,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer'
      })
    }
  })

  test('another Host or Origin is 403, even with the token', async () => {
    expect((await server.get(`/?token=${token}`, { Host: 'attacker.example' })).status).toBe(403)
    expect((await server.get('/', { ...server.cookie, Host: 'attacker.example' })).status).toBe(403)
    expect((await server.get('/', { ...server.cookie, Origin: 'http://attacker.example' })).status).toBe(403)
    expect((await server.get('/', { ...server.cookie, Host: 'lab.example' })).status).toBe(200)
  })

  test.each(['/../secret.json', '/assets/../../secret.json', '/%2e%2e/secret.json', '//secret.json'])(
    'nothing outside the renderer: %s',
    async (urlPath) => {
      expect((await server.get(urlPath, server.cookie)).status).toBe(404)
    }
  )

  test('GET and HEAD alone', async () => {
    const head = await server.get('/assets/a.js', server.cookie, 'HEAD')
    expect(head).toMatchObject({ status: 200, body: '' })
    expect(head.headers['content-length']).toBe('9')
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await server.get('/', server.cookie, method)).status).toBe(405)
    }
  })
})

test('a port that is taken is named', async () => {
  const second = serveWorkbench({ ...server.options, ports: [server.port] })
  await expect(second).rejects.toThrow(`The server cannot listen on port ${server.port}`)
  await expect(second).rejects.toMatchObject({ code: 'invalid-input' })
})

describe('connections of clients without the token', () => {
  test('that are reset while they are refused harm nobody', async () => {
    for (let i = 0; i < 50; i++) {
      const socket = connectTo(server.port, '127.0.0.1')
      socket.on('error', () => undefined)
      const closed = new Promise((resolve) => socket.once('close', resolve))
      socket.write('GET /lab HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n', () =>
        socket.resetAndDestroy()
      )
      await closed
    }
    expect((await server.get('/', server.cookie)).status).toBe(200)
  })

  test('that are refused as WebSockets end, although the client leaves its side open', async () => {
    const socket = connectTo({ port: server.port, host: '127.0.0.1', allowHalfOpen: true })
    socket.on('error', () => undefined)
    const ended = once(socket, 'end')
    socket.resume().write('GET /lab HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
    await ended
    // Writing to a connection that the server gave up is answered by a reset.
    const closed = new Promise((resolve) => socket.once('close', resolve))
    const writing = setInterval(() => socket.write('x'), 20)
    await closed
    clearInterval(writing)
  })

  test('do not keep the owner out, however many they hold', async () => {
    const held: Socket[] = []
    for (let i = 0; i < 300; i++) {
      const socket = connectTo(server.port, '127.0.0.1')
      socket.on('error', () => undefined)
      held.push(socket.resume())
      await once(socket, 'connect')
    }
    expect((await server.get('/', server.cookie)).status).toBe(200)
    await vi.waitFor(
      () => expect(held.filter((socket) => !socket.destroyed).length).toBeLessThan(210),
      10_000
    )
    for (const socket of held) socket.destroy()
  })
})
