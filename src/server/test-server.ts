// For tests: a server whose workbench is two files, and whose lab answers as the test says.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { WebSocket } from 'ws'
import { LabError } from '../core/base/lab-error'
import type { Lab } from '../lab/contract/contract'
import { FakeLabService } from './fake-lab-service'
import { serveWorkbench, type ServeOptions, type WorkbenchServer } from './serve-workbench'
import { newSessionKey } from './server-memory'
import { Sessions } from './sessions'

export interface Answer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

type Answered = 'listEngines' | 'getImages' | 'loadCheckpoint' | 'inspectPicture'

export interface TestServer extends WorkbenchServer {
  readonly options: ServeOptions
  readonly service: FakeLabService
  /** What the lab answers; next to nothing where a test does not say. */
  readonly answers: { -readonly [M in Answered]: Lab[M] }
  readonly origin: string
  /** Of a browser that has shown the token. */
  readonly cookie: Readonly<Record<string, string>>
  /** Unlike fetch, this sends a path and a Host as they are given. */
  get(urlPath: string, headers?: Readonly<Record<string, string>>, method?: string): Promise<Answer>
  /** @returns the open socket, or the status with which it was refused */
  connect(
    headers: Readonly<Record<string, string>>,
    from?: { readonly origin?: string; readonly path?: string }
  ): Promise<WebSocket | number>
  connected(): Promise<WebSocket>
}

export async function openTestServer(): Promise<TestServer> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tenfold-server-'))
  const rendererFolder = path.join(folder, 'renderer')
  await mkdir(path.join(rendererFolder, 'assets'), { recursive: true })
  await writeFile(path.join(rendererFolder, 'index.html'), '<!doctype html><title>Tenfold</title>')
  await writeFile(path.join(rendererFolder, 'assets', 'a.js'), 'export {}')
  await writeFile(path.join(folder, 'secret.json'), '{}')
  const answers: TestServer['answers'] = {
    listEngines: () => Promise.resolve({ engines: [] }),
    getImages: () => Promise.resolve({ labels: [], images: '' }),
    loadCheckpoint: () => Promise.resolve({ runId: 'run-1', known: false }),
    inspectPicture: () => Promise.reject(new LabError('not-found', 'There is no such run.', ''))
  }
  const service = new FakeLabService({
    listRuns: () => Promise.resolve({ runs: [] }),
    listEngines: (input) => answers.listEngines(input),
    getImages: (input) => answers.getImages(input),
    loadCheckpoint: (input) => answers.loadCheckpoint(input),
    inspectPicture: (input) => answers.inspectPicture(input)
  })
  const options: ServeOptions = {
    service,
    rendererFolder,
    version: '1.2.3',
    ports: [0],
    hostNames: ['lab.example'],
    trustProxy: false,
    basePath: '/',
    sessionKey: newSessionKey(),
    onDefect: () => undefined
  }
  const server = await serveWorkbench(options)
  const { address, port } = server
  const origin = `http://127.0.0.1:${port}`
  const cookie = { Cookie: `tenfold-${port}=${new Sessions(options.sessionKey).begin(Date.now())}` }
  const connect: TestServer['connect'] = (headers, from = {}) =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}${from.path ?? '/lab'}`, {
        headers,
        ...(from.origin === undefined ? {} : { origin: from.origin })
      })
      socket.on('open', () => resolve(socket))
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
      socket.on('error', reject)
    })
  return {
    address,
    port,
    options,
    service,
    answers,
    origin,
    cookie,
    get: (urlPath, headers = {}, method = 'GET') =>
      new Promise((resolve, reject) => {
        const request = http.request(
          { host: '127.0.0.1', port, path: urlPath, method, headers, agent: false },
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
      }),
    connect,
    async connected() {
      const socket = await connect(cookie, { origin })
      if (typeof socket === 'number') throw new Error(`refused with ${socket}`)
      return socket
    },
    async close() {
      await server.close()
      await rm(folder, { recursive: true, force: true })
    }
  }
}

export const nextMessage = (socket: WebSocket): Promise<unknown> =>
  new Promise((resolve) => {
    socket.once('message', (data: Buffer) => resolve(JSON.parse(data.toString())))
  })
