import { once } from 'node:events'
import { lessonDataset } from '../core/data/lesson-dataset'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import http from 'node:http'
import { connect as connectTo, type Socket } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { contentSecurityPolicy } from '../lab/assets/content-security-policy'
import { maxCheckpointFiles } from '../core/checkpoint/checkpoint-files'
import type { Lab } from '../lab/contract/contract'
import { FakeLabService } from './fake-lab-service'
import { serveWorkbench, type ServeOptions, type WorkbenchServer } from './serve-workbench'
import { newSessionKey } from './server-memory'
import { Sessions } from './sessions'

/** What a test lets the lab answer. */
const answers: Pick<Lab, 'listEngines' | 'getImages' | 'loadCheckpoint'> = {
  listEngines: () => Promise.resolve({ engines: [] }),
  getImages: () => Promise.resolve({ labels: [], images: '' }),
  loadCheckpoint: () => Promise.resolve({ runId: 'run-1', known: false })
}
let given: Partial<typeof answers> = {}
const newLab = (): FakeLabService =>
  new FakeLabService({
    listRuns: () => Promise.resolve({ runs: [] }),
    listEngines: (input) => ({ ...answers, ...given }).listEngines(input),
    getImages: (input) => ({ ...answers, ...given }).getImages(input),
    loadCheckpoint: (input) => ({ ...answers, ...given }).loadCheckpoint(input)
  })

let base = ''
let service = newLab()
let server: WorkbenchServer
let token = ''
let session = ''

const sessionKey = newSessionKey()
const options = (more: Partial<ServeOptions> = {}): ServeOptions => ({
  service,
  rendererFolder: path.join(base, 'renderer'),
  version: '1.2.3',
  ports: [0],
  hostNames: ['lab.example'],
  trustProxy: false,
  basePath: '/',
  sessionKey,
  onDefect: () => undefined,
  ...more
})

beforeAll(async () => {
  base = await mkdtemp(path.join(os.tmpdir(), 'tenfold-server-'))
  await mkdir(path.join(base, 'renderer', 'assets'), { recursive: true })
  await writeFile(path.join(base, 'renderer', 'index.html'), '<!doctype html><title>Tenfold</title>')
  await writeFile(path.join(base, 'renderer', 'assets', 'a.js'), 'export {}')
  await writeFile(path.join(base, 'secret.json'), '{}')
})
afterAll(() => rm(base, { recursive: true, force: true }))
beforeEach(async () => {
  given = {}
  service = newLab()
  server = await serveWorkbench(options())
  token = new URL(server.address).searchParams.get('token') ?? ''
  session = new Sessions(sessionKey).begin(Date.now())
})
afterEach(() => server.close())

interface Answer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

/** Unlike fetch, this sends a path and a Host as they are given. */
function get(urlPath: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: '127.0.0.1', port: server.port, path: urlPath, method, headers, agent: false },
      (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(parts).toString()
          })
        )
      }
    )
    request.on('error', reject)
    request.end()
  })
}

const cookie = (): Record<string, string> => ({ Cookie: `tenfold-${server.port}=${session}` })
const origin = (): string => `http://127.0.0.1:${server.port}`

describe('HTTP', () => {
  test('the printed address sets the cookie and leads to the page without the token', async () => {
    const { status, headers } = await get(new URL(server.address).pathname + new URL(server.address).search)
    expect(status).toBe(303)
    expect(headers.location).toBe('./')
    expect(headers['cache-control']).toBe('no-store')
    expect(headers['referrer-policy']).toBe('no-referrer')
    const given = headers['set-cookie']?.[0] ?? ''
    expect(given).toContain('HttpOnly; SameSite=Strict')
    const page = await get('/', { Cookie: given.split(';')[0] ?? '' })
    expect(page).toMatchObject({ status: 200, body: '<!doctype html><title>Tenfold</title>' })
  })

  test('a link on another site leads on from a page of our own', async () => {
    const { status, headers, body } = await get(`/?token=${token}`, { 'Sec-Fetch-Site': 'cross-site' })
    expect(status).toBe(200)
    expect(headers['set-cookie']).toHaveLength(1)
    expect(body).toContain('http-equiv="refresh" content="0; url=./"')
    expect(body).not.toContain(token)
  })

  test.each(['/', '/index.html', '/assets/a.js', '/?token=', '/?token=wrong', '/missing'])(
    'without the token, %s is 401',
    async (urlPath) => {
      expect((await get(urlPath)).status).toBe(401)
      expect((await get(urlPath, { Cookie: `tenfold-${server.port}=wrong` })).status).toBe(401)
    }
  )

  test('every answer carries the security headers', async () => {
    for (const answer of [await get('/', cookie()), await get('/missing', cookie()), await get('/')]) {
      expect(answer.headers).toMatchObject({
        'content-security-policy': contentSecurityPolicy,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer'
      })
    }
  })

  test('another Host or Origin is 403, even with the token', async () => {
    expect((await get(`/?token=${token}`, { Host: 'attacker.example' })).status).toBe(403)
    expect((await get('/', { ...cookie(), Host: 'attacker.example' })).status).toBe(403)
    expect((await get('/', { ...cookie(), Origin: 'http://attacker.example' })).status).toBe(403)
    expect((await get('/', { ...cookie(), Host: 'lab.example' })).status).toBe(200)
  })

  test.each(['/../secret.json', '/assets/../../secret.json', '/%2e%2e/secret.json', '//secret.json'])(
    'nothing outside the renderer: %s',
    async (urlPath) => {
      expect((await get(urlPath, cookie())).status).toBe(404)
    }
  )

  test('GET and HEAD alone', async () => {
    const head = await get('/assets/a.js', cookie(), 'HEAD')
    expect(head).toMatchObject({ status: 200, body: '' })
    expect(head.headers['content-length']).toBe('9')
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await get('/', cookie(), method)).status).toBe(405)
    }
  })
})

/** @returns the open socket, or the status with which it was refused */
function connect(
  headers: Record<string, string>,
  options: { readonly origin?: string; readonly path?: string } = {}
): Promise<WebSocket | number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${options.path ?? '/lab'}`, {
      headers,
      ...(options.origin === undefined ? {} : { origin: options.origin })
    })
    socket.on('open', () => resolve(socket))
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
    socket.on('error', reject)
  })
}

async function connected(): Promise<WebSocket> {
  const socket = await connect(cookie(), { origin: origin() })
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`)
  return socket
}

const nextMessage = (socket: WebSocket): Promise<unknown> =>
  new Promise((resolve) => {
    socket.once('message', (data: Buffer) => resolve(JSON.parse(data.toString())))
  })

describe('WebSocket', () => {
  test('needs the token, a known Host, its own Origin and its path', async () => {
    expect(await connect({}, { origin: origin() })).toBe(401)
    expect(await connect({ Cookie: `tenfold-${server.port}=wrong` }, { origin: origin() })).toBe(401)
    expect(await connect(cookie())).toBe(403)
    expect(await connect(cookie(), { origin: 'http://attacker.example' })).toBe(403)
    expect(await connect(cookie(), { origin: `http://localhost:${server.port}` })).toBe(403)
    expect(
      await connect({ ...cookie(), Host: 'attacker.example' }, { origin: 'http://attacker.example' })
    ).toBe(403)
    expect(await connect(cookie(), { origin: origin(), path: '/other' })).toBe(404)
  })

  test('several clients at once, each with its own answers, all with the notices', async () => {
    const [one, two] = [await connected(), await connected()]
    const answers = [nextMessage(one), nextMessage(two)]
    one.send(JSON.stringify({ id: 1, method: 'listEngines', input: {} }))
    two.send(JSON.stringify({ id: 7, method: 'startRun', input: { config: 'none' } }))
    expect(await Promise.all(answers)).toMatchObject([
      { type: 'result', id: 1, output: { engines: [] } },
      { type: 'error', id: 7, error: { code: 'invalid-input' } }
    ])
    const notices = [nextMessage(one), nextMessage(two)]
    service.notify({ event: 'dataset', data: { state: 'absent', info: lessonDataset } })
    const notice = { type: 'event', event: 'dataset', data: { state: 'absent', info: lessonDataset } }
    expect(await Promise.all(notices)).toEqual([notice, notice])
  })

  test('what is no JSON ends that connection alone', async () => {
    const [bad, good] = [await connected(), await connected()]
    const code = new Promise((resolve) => bad.once('close', resolve))
    bad.send('{')
    expect(await code).toBe(1003)
    const answer = nextMessage(good)
    good.send(JSON.stringify({ id: 2, method: 'listRuns', input: {} }))
    expect(await answer).toMatchObject({ type: 'result', id: 2 })
    expect(service.listeners.size).toBe(1)
  })

  test('closing the server ends the connections', async () => {
    const socket = await connected()
    const closed = new Promise((resolve) => socket.once('close', resolve))
    await server.close()
    await closed
    expect(service.listeners.size).toBe(0)
  })
})

test('a port that is taken is named', async () => {
  const second = serveWorkbench(options({ ports: [server.port] }))
  await expect(second).rejects.toThrow(`The server cannot listen on port ${server.port}`)
  await expect(second).rejects.toMatchObject({ code: 'invalid-input' })
})

describe('a client', () => {
  test('that sends more than a call may hold is cut off before the message is read', async () => {
    const [large, small] = [await connected(), await connected()]
    const code = new Promise((resolve) => large.once('close', resolve))
    large.send(`{"id":1,"method":"listRuns","input":[${'[],'.repeat(1_000_000)}[]]}`)
    expect(await code).toBe(1009)
    const answer = nextMessage(small)
    small.send(JSON.stringify({ id: 2, method: 'listRuns', input: {} }))
    expect(await answer).toMatchObject({ type: 'result', id: 2 })
  })

  test('that asks again and again without waiting is told so, and others are answered', async () => {
    const held: (() => void)[] = []
    given = { listEngines: () => new Promise((resolve) => held.push(() => resolve({ engines: [] }))) }
    const [greedy, modest] = [await connected(), await connected()]
    const refused = new Promise<unknown>((resolve) => {
      greedy.on('message', (data: Buffer) => {
        if (data.toString().includes('"busy"')) resolve(undefined)
      })
    })
    for (let id = 0; id < 1_000; id++) greedy.send(JSON.stringify({ id, method: 'listEngines', input: {} }))
    await refused
    const answer = nextMessage(modest)
    modest.send(JSON.stringify({ id: 7, method: 'listRuns', input: {} }))
    expect(await answer).toMatchObject({ type: 'result', id: 7 })
    expect(held.length).toBe(64)
    for (const release of held) release()
  })

  test('that does not read is given up before much waits for it', async () => {
    const images = 'x'.repeat(50_000)
    let answered = 0
    given = {
      getImages: () => {
        answered += 1
        return Promise.resolve({ labels: [], images })
      }
    }
    const socket = await connected()
    socket.pause()
    const ask = setInterval(() => {
      const input = { split: 'train', rows: [0] }
      for (let id = 0; id < 50; id++) socket.send(JSON.stringify({ id, method: 'getImages', input }))
    }, 10)
    let before = -1
    await vi.waitFor(
      () => {
        const settled = answered > 0 && answered === before
        before = answered
        expect(settled).toBe(true)
      },
      { timeout: 120_000, interval: 500 }
    )
    clearInterval(ask)
    expect(answered * images.length).toBeLessThan(40_000_000)
    // Reading on, it is served again.
    const answer = nextMessage(socket)
    socket.resume()
    expect(await answer).toMatchObject({ type: 'result' })
    socket.terminate()
  })
})

describe('a checkpoint by POST', () => {
  const files = [
    { name: 'model.json', content: 'e30=' },
    { name: 'weights.bin', content: 'AAAA'.repeat(1_000_000) }
  ]

  function post(
    header: string,
    contents: string,
    headers: Record<string, string> = { ...cookie(), Origin: origin() }
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const body = Buffer.from(`${header}\n${contents}`)
      const request = http.request(
        {
          host: '127.0.0.1',
          port: server.port,
          path: '/checkpoint',
          method: 'POST',
          headers: { 'Content-Length': String(body.length), ...headers },
          agent: false
        },
        (response) => {
          let text = ''
          response.setEncoding('utf8')
          response.on('data', (part: string) => (text += part))
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text })
          )
        }
      )
      request.on('error', reject)
      request.end(body)
    })
  }
  const header = JSON.stringify({
    id: 5,
    files: files.map(({ name, content }) => ({ name, length: content.length }))
  })
  const contents = files.map(({ content }) => content).join('')

  test('reaches the lab whole, and its answer comes back', async () => {
    let taken: unknown
    given = {
      loadCheckpoint: (input) => {
        taken = input
        return Promise.resolve({ runId: 'run-1', known: false })
      }
    }
    const { status, body } = await post(header, contents)
    expect(status).toBe(200)
    expect(JSON.parse(body)).toEqual({ type: 'result', id: 5, output: { runId: 'run-1', known: false } })
    expect(taken).toEqual({ files })
  })

  test('has as many files as one that is chosen in a terminal', async () => {
    let taken: unknown
    given = {
      loadCheckpoint: (input) => {
        taken = input.files.length
        return Promise.resolve({ runId: 'run-1', known: false })
      }
    }
    const names = Array.from({ length: maxCheckpointFiles }, (_, i) => `${i}-`.padEnd(255, 'w'))
    const line = JSON.stringify({ id: 5, files: names.map((name) => ({ name, length: 4 })) })
    expect((await post(line, 'AAAA'.repeat(names.length))).status).toBe(200)
    expect(taken).toBe(maxCheckpointFiles)
  })

  test('needs the token and a page of the server’s own', async () => {
    expect((await post(header, '', { Origin: origin() })).status).toBe(401)
    expect((await post(header, '', cookie())).status).toBe(403)
    expect((await post(header, '', { ...cookie(), Origin: 'http://attacker.example' })).status).toBe(403)
  })

  test.each([
    '',
    '{',
    '[]',
    '{"id":1}',
    '{"id":1,"files":[]}',
    '{"id":1,"files":[{"name":"a","length":-1}]}'
  ])('whose first line is %j is refused', async (line) => {
    expect(JSON.parse((await post(line, '')).body)).toMatchObject({
      type: 'error',
      error: { code: 'invalid-input' }
    })
  })

  test('that is too large is refused by its size, before it is sent', async () => {
    const { body } = await new Promise<Answer>((resolve, reject) => {
      const request = http.request(
        {
          host: '127.0.0.1',
          port: server.port,
          path: '/checkpoint',
          method: 'POST',
          headers: { ...cookie(), Origin: origin(), 'Content-Length': '500000000' },
          agent: false
        },
        (response) => {
          let text = ''
          response.setEncoding('utf8')
          response.on('data', (part: string) => (text += part))
          response.on('end', () => resolve({ status: 0, headers: response.headers, body: text }))
        }
      )
      request.on('error', reject)
      request.flushHeaders()
    })
    expect(JSON.parse(body)).toMatchObject({ type: 'error', error: { code: 'invalid-input' } })
  })
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
    expect((await get('/', cookie())).status).toBe(200)
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
    expect((await get('/', cookie())).status).toBe(200)
    await vi.waitFor(
      () => expect(held.filter((socket) => !socket.destroyed).length).toBeLessThan(210),
      10_000
    )
    for (const socket of held) socket.destroy()
  })
})
