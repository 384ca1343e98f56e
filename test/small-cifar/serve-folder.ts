import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** What goes wrong with an answer, or how it differs from a good server's. Without any it is a good one. */
export interface Fault {
  /** Answer with this status and nothing else. */
  readonly status?: number
  /** Answer 302 to this address. */
  readonly redirect?: string
  /** Cut the connection after this many bytes of the body. */
  readonly cutAfter?: number
  /** Fall silent after this many bytes of the body, and keep the connection open. */
  readonly stallAfter?: number
  /** Send the whole file, whatever range was asked for. */
  readonly ignoreRange?: boolean
  /** Another ETag than the file's own; '' sends neither ETag nor Last-Modified. */
  readonly etag?: string
  /** Send about this many bytes a second. */
  readonly bytesPerSecond?: number
  /** Send this instead of the file. */
  readonly content?: Uint8Array
}

export interface ServedRequest {
  readonly path: string
  readonly range: string | undefined
  readonly ifRange: string | undefined
}

export interface FolderServer {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string
  readonly requests: readonly ServedRequest[]
  /** Asked for every request; `number` counts them from 0. */
  fault: (request: ServedRequest, number: number) => Fault
  close(): Promise<void>
}

const lastModified = 'Thu, 01 Jan 2009 00:00:00 GMT'

/** Serves a folder's files on loopback, with ranges, ETag and Last-Modified, and with faults on demand. */
export async function serveFolder(
  folder: string,
  fault: FolderServer['fault'] = () => ({})
): Promise<FolderServer> {
  const requests: ServedRequest[] = []
  const server = createServer((request, response) => {
    const served: ServedRequest = {
      path: new URL(request.url ?? '/', 'http://localhost').pathname,
      range: request.headers.range,
      ifRange: request.headers['if-range']?.toString()
    }
    requests.push(served)
    const number = requests.length - 1
    void answer(folder, served, result.fault(served, number), response).catch(() => response.destroy())
  })
  const result: FolderServer = {
    url: await listen(server),
    requests,
    fault,
    close: () => closeServer(server)
  }
  return result
}

async function answer(
  folder: string,
  request: ServedRequest,
  fault: Fault,
  response: ServerResponse
): Promise<void> {
  if (fault.redirect !== undefined) return void response.writeHead(302, { Location: fault.redirect }).end()
  if (fault.status !== undefined) return void response.writeHead(fault.status).end()
  const file = path.join(folder, path.basename(decodeURIComponent(request.path)))
  const content = fault.content ?? (await readFile(file).catch(() => undefined))
  if (content === undefined) return void response.writeHead(404).end()

  const etag = fault.etag ?? `"${createHash('sha256').update(content).digest('hex').slice(0, 16)}"`
  if (etag !== '') response.setHeader('ETag', etag).setHeader('Last-Modified', lastModified)
  const current =
    request.ifRange === undefined || request.ifRange === etag || request.ifRange === lastModified
  const range = fault.ignoreRange === true || !current ? undefined : parseRange(request.range, content.length)
  if (range === 'unsatisfiable') {
    return void response.writeHead(416, { 'Content-Range': `bytes */${content.length}` }).end()
  }
  const [from, to] = range ?? [0, content.length]
  if (range !== undefined) {
    response.statusCode = 206
    response.setHeader('Content-Range', `bytes ${from}-${to - 1}/${content.length}`)
  }
  response.setHeader('Content-Length', to - from)
  await sendBody(content.subarray(from, to), fault, response)
}

async function sendBody(body: Uint8Array, fault: Fault, response: ServerResponse): Promise<void> {
  const end = Math.min(body.length, fault.cutAfter ?? Infinity, fault.stallAfter ?? Infinity)
  response.flushHeaders()
  const piece =
    fault.bytesPerSecond === undefined ? 65_536 : Math.max(1, Math.round(fault.bytesPerSecond / 20))
  for (let at = 0; at < end && !response.destroyed; at += piece) {
    const sent = new Promise<void>((resolve) =>
      response.write(body.subarray(at, Math.min(at + piece, end)), () => resolve())
    )
    await sent
    if (fault.bytesPerSecond !== undefined) await sleep(50)
  }
  if (fault.stallAfter !== undefined) return
  if (fault.cutAfter !== undefined && end < body.length) return void response.destroy()
  response.end()
}

/** [from, to), for the one form of Range that a download needs. */
function parseRange(
  header: string | undefined,
  length: number
): readonly [number, number] | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d+)-(\d*)$/.exec(header ?? '')
  if (match === null) return undefined
  const from = Number(match[1])
  if (from >= length) return 'unsatisfiable'
  return [from, match[2] === '' ? length : Math.min(length, Number(match[2]) + 1)]
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${port(server.address())}`))
  })
}

function port(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address.port
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
