import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import http, { type IncomingHttpHeaders } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { serverPaths } from '../lab/contract/channels'
import { FakeLabService } from './fake-lab-service'
import { serveWorkbench, type ServeOptions } from './serve-workbench'
import { newSessionKey } from './server-memory'

let rendererFolder = ''
beforeAll(async () => {
  rendererFolder = await mkdtemp(path.join(os.tmpdir(), 'tenfold-proxy-'))
  await mkdir(path.join(rendererFolder, 'assets'))
  await writeFile(path.join(rendererFolder, 'index.html'), 'the page')
  await writeFile(path.join(rendererFolder, 'assets', 'a.js'), 'the script')
})
afterAll(() => rm(rendererFolder, { recursive: true, force: true }))

interface Served {
  readonly port: number
  readonly token: string
}

async function serve(options: Partial<ServeOptions>): Promise<Served> {
  const server = await serveWorkbench({
    service: new FakeLabService(),
    rendererFolder,
    version: '1.2.3',
    ports: [0],
    hostNames: [],
    trustProxy: false,
    basePath: '/',
    sessionKey: newSessionKey(),
    onDefect: () => undefined,
    ...options
  })
  onTestFinished(() => server.close())
  return { port: server.port, token: new URL(server.address).searchParams.get('token') ?? '' }
}

interface ProxyOptions {
  /** Where the proxy presents the server. */
  readonly prefix: string
  readonly keepsPrefix?: boolean
  /** Headers that it sets or replaces, in lower case. */
  readonly headers?: Readonly<Record<string, string>>
}

/** A small proxy of requests and WebSockets. @returns its port */
async function present(target: number, options: ProxyOptions): Promise<number> {
  const { prefix, keepsPrefix = false, headers = {} } = options
  const inner = (url = '/'): string => (keepsPrefix ? url : `/${url.slice(prefix.length)}`)
  const outgoing = (given: IncomingHttpHeaders): IncomingHttpHeaders => ({ ...given, ...headers })
  const proxy = http.createServer((request, response) => {
    const onward = http.request(
      {
        port: target,
        host: '127.0.0.1',
        path: inner(request.url),
        method: request.method,
        headers: outgoing(request.headers),
        agent: false
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers)
        answer.pipe(response)
      }
    )
    request.pipe(onward)
  })
  proxy.on('upgrade', (request, near, head) => {
    const far = connect(target, '127.0.0.1')
    near.on('error', () => far.destroy())
    far.on('error', () => near.destroy())
    const lines = Object.entries(outgoing(request.headers)).map(
      ([name, value]) => `${name}: ${String(value)}`
    )
    far.write([`GET ${inner(request.url)} HTTP/1.1`, ...lines, '\r\n'].join('\r\n'))
    far.write(head)
    near.pipe(far).pipe(near)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    proxy.closeAllConnections()
    proxy.close()
  })
  return addressOf(proxy).port
}

function addressOf(server: http.Server): AddressInfo {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy does not listen')
  return address
}

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** As a browser at that origin would, which the proxy is told by its Host. */
class Browser {
  #cookie = ''
  readonly #port: number
  readonly #origin: URL

  constructor(port: number, origin: string) {
    this.#port = port
    this.#origin = new URL(origin)
  }

  get(urlPath: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      http
        .request(
          { port: this.#port, host: '127.0.0.1', path: urlPath, headers: this.#headers(), agent: false },
          (response) => {
            const [cookie] = response.headers['set-cookie'] ?? []
            if (cookie !== undefined) this.#cookie = cookie.split(';')[0] ?? ''
            let body = ''
            response.setEncoding('utf8')
            response.on('data', (text: string) => (body += text))
            response.on('end', () => {
              resolve({ status: response.statusCode ?? 0, headers: response.headers, body })
            })
          }
        )
        .once('error', reject)
        .end()
    })
  }

  /** Follows the printed address, as far as the page. */
  async open(address: string): Promise<Answer> {
    const { status, headers, body } = await this.get(address)
    if (headers.location === undefined) return { status, headers, body }
    const next = new URL(headers.location, new URL(address, this.#origin))
    return this.open(`${next.pathname}${next.search}`)
  }

  status(page: string): Promise<Answer> {
    return this.get(`${page}${serverPaths.status}?origin=${encodeURIComponent(this.#origin.origin)}`)
  }

  /** @returns 101, or the status with which the socket was refused */
  connect(page: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${this.#port}${page}${serverPaths.socket}`, {
        headers: this.#headers(),
        origin: this.#origin.origin
      })
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

  #headers(): Record<string, string> {
    return { Host: this.#origin.host, ...(this.#cookie === '' ? {} : { Cookie: this.#cookie }) }
  }
}

interface Way {
  readonly name: string
  readonly origin: string
  readonly proxy: ProxyOptions
  readonly options: Partial<ServeOptions>
}

const ownHost = { host: '127.0.0.1' }
const ways: readonly Way[] = [
  {
    name: 'a proxy that keeps Host',
    origin: 'https://lab.example',
    proxy: { prefix: '/' },
    options: { hostNames: ['lab.example'] }
  },
  {
    name: 'a proxy that sends Host with its port',
    origin: 'https://lab.example',
    proxy: { prefix: '/', headers: { host: 'lab.example:443' } },
    options: { hostNames: ['lab.example'] }
  },
  {
    name: 'a proxy that replaces Host',
    origin: 'https://lab.example',
    proxy: { prefix: '/', headers: ownHost },
    options: { hostNames: ['lab.example'] }
  },
  {
    name: 'a port forwarder of an editor',
    origin: 'https://abc-8321.tunnel.example',
    proxy: { prefix: '/', headers: ownHost },
    options: { hostNames: ['abc-8321.tunnel.example'] }
  },
  {
    name: 'a proxy that cuts its prefix off',
    origin: 'https://hub.example',
    proxy: { prefix: '/user/ada/proxy/8321/', headers: ownHost },
    options: { hostNames: ['hub.example'] }
  },
  {
    name: 'a proxy that keeps its prefix',
    origin: 'https://code.example:8443',
    proxy: { prefix: '/absproxy/8321/', keepsPrefix: true, headers: ownHost },
    options: { hostNames: ['code.example:8443'], basePath: '/absproxy/8321/' }
  },
  {
    name: 'a proxy that cuts its prefix off, with that prefix as base path',
    origin: 'https://hub.example',
    proxy: { prefix: '/proxy/8321/', headers: ownHost },
    options: { hostNames: ['hub.example'], basePath: '/proxy/8321/' }
  },
  {
    name: 'a trusted proxy that tells where the browser is',
    origin: 'https://lab.example',
    proxy: {
      prefix: '/',
      headers: { ...ownHost, 'x-forwarded-host': 'lab.example', 'x-forwarded-proto': 'https' }
    },
    options: { trustProxy: true }
  },
  {
    name: 'a trusted proxy that tells its prefix',
    origin: 'https://lab.example',
    proxy: {
      prefix: '/tenfold/',
      keepsPrefix: true,
      headers: { ...ownHost, forwarded: 'host=lab.example;proto=https', 'x-forwarded-prefix': '/tenfold' }
    },
    options: { trustProxy: true }
  }
]

describe('behind', () => {
  test.each(ways)('$name, page and socket work', async ({ origin, proxy, options }) => {
    const { port, token } = await serve(options)
    const browser = new Browser(await present(port, proxy), origin)
    const page = proxy.prefix
    expect(await browser.open(`${page}?token=${token}`)).toMatchObject({ status: 200, body: 'the page' })
    expect((await browser.get(`${page}assets/a.js`)).body).toBe('the script')
    const status = await browser.status(page)
    expect(JSON.parse(status.body)).toEqual({ version: '1.2.3' })
    expect(await browser.connect(page)).toBe(101)
    expect(await new Browser(await present(port, proxy), origin).connect(page)).toBe(401)
    expect(await new Browser(await present(port, proxy), 'https://attacker.example').connect(page)).toBe(403)
  })

  test('a proxy of which the server was not told, the page learns which option mends it', async () => {
    const { port, token } = await serve({})
    const proxy = await present(port, { prefix: '/proxy/1/', headers: ownHost })
    const browser = new Browser(proxy, 'https://lab.example')
    expect((await browser.open(`/proxy/1/?token=${token}`)).body).toBe('the page')
    expect(await browser.connect('/proxy/1/')).toBe(403)
    const status = await browser.status('/proxy/1/')
    expect(status.status).toBe(403)
    expect(status.body).toContain('--host-name lab.example')
  })

  test('a prefix of which the server was not told, the answer names the option', async () => {
    const { port, token } = await serve({})
    const proxy = await present(port, { prefix: '/absproxy/8321/', keepsPrefix: true, headers: ownHost })
    const browser = new Browser(proxy, 'http://127.0.0.1')
    const answer = await browser.open(`/absproxy/8321/?token=${token}`)
    expect(answer.status).toBe(404)
    expect(answer.body).toContain('--base-path /absproxy/8321/')
  })

  test('a prefix without its last slash, the browser is led to the page', async () => {
    const { port, token } = await serve({ basePath: '/absproxy/8321/' })
    const proxy = await present(port, { prefix: '/absproxy/8321', keepsPrefix: true, headers: ownHost })
    const browser = new Browser(proxy, 'http://127.0.0.1')
    expect((await browser.open(`/absproxy/8321?token=${token}`)).body).toBe('the page')
  })

  test('a proxy that is not trusted, what it says does not count', async () => {
    const { port, token } = await serve({})
    const headers = { ...ownHost, 'x-forwarded-host': 'lab.example', 'x-forwarded-proto': 'https' }
    const browser = new Browser(await present(port, { prefix: '/', headers }), 'https://lab.example')
    await browser.open(`/?token=${token}`)
    expect(await browser.connect('/')).toBe(403)
  })
})
