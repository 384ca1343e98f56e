import http, { STATUS_CODES, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { LabError } from '../core/base/lab-error'
import { mostSocketBytes, serverPaths } from '../lab/contract/channels'
import type { LabService } from '../lab/contract/host'
import { serve, type OnDefect } from '../lab/rpc/serve'
import { AccessToken } from './access-token'
import { answerRequest } from './answer-request'
import { ExportDoor } from './export-door'
import { Gate, type Refusal } from './gate'
import { connectionLimits, guardConnections } from './guard-connections'
import { refuseUpgrade } from './refuse-upgrade'
import type { KnownNames } from './request-origin'
import { Sessions } from './sessions'
import { SocketPort } from './socket-port'
import { UploadDoor } from './upload-door'

export interface ServeOptions extends KnownNames {
  readonly service: LabService
  /** Absolute path of the built renderer. */
  readonly rendererFolder: string
  readonly version: string
  /** On loopback, the first of these that is free; 0 takes any that is. */
  readonly ports: readonly [number, ...number[]]
  /** Below which a proxy presents the server: begins and ends with `/`. */
  readonly basePath: string
  /** Signs the sessions of browsers; see Sessions. */
  readonly sessionKey: string
  readonly onDefect: OnDefect
}

export interface WorkbenchServer {
  /** To be opened in a browser; carries the token. */
  readonly address: string
  readonly port: number
  /** Ends all connections. The lab stays open. */
  close(): Promise<void>
}

/** Forwarders cut connections that are silent for a minute. */
const checkMs = 20_000
/** For how long a client may neither say nor read anything. */
const patienceMs = 60_000
/** Pages that are open at once. */
const mostClients = 64

/**
 * Serves the workbench on loopback: its files by HTTP and the lab by WebSocket, both to those alone who have shown the
 * token and come from a page of this server's.
 * @throws LabError 'invalid-input' when the port is taken or forbidden
 */
export async function serveWorkbench(options: ServeOptions): Promise<WorkbenchServer> {
  const token = new AccessToken()
  const sockets = new WebSocketServer({ noServer: true, maxPayload: mostSocketBytes })
  const pages = new Set<SocketPort>()
  const server = http.createServer(connectionLimits)
  const guard = guardConnections(server)
  const port = await listenOnFirst(server, options.ports)
  const gate = new Gate({
    ...options,
    token,
    sessions: new Sessions(options.sessionKey),
    port,
    onKnown: ({ socket }) => guard.welcome(socket)
  })
  const door = new UploadDoor(options.service.lab, options.onDefect)
  const exports = new ExportDoor(options.service)
  const context = {
    gate,
    rendererFolder: options.rendererFolder,
    version: options.version,
    refuseCrowd: () => (pages.size < mostClients ? undefined : crowd),
    takeUpload: door.take.bind(door),
    handOut: exports.handOut.bind(exports)
  }
  server.on('request', (request, response) => {
    answerRequest(request, response, context).catch(() => {
      if (response.headersSent) response.destroy()
      else response.writeHead(500, { Connection: 'close' }).end('The file could not be read.\n')
    })
  })
  server.on('upgrade', (request: IncomingMessage, connection: Duplex, head: Buffer) => {
    const refusal = gate.refuseCaller(request) ?? refusePath(gate, request) ?? context.refuseCrowd()
    if (refusal !== undefined) {
      refuseUpgrade(connection, `${refusal.status} ${STATUS_CODES[refusal.status] ?? ''}`)
      return
    }
    sockets.handleUpgrade(request, connection, head, (client) => {
      const page = new SocketPort(client)
      pages.add(page)
      // What is wrong with a connection ends it; the browser opens a new one.
      client.on('error', () => {
        client.terminate()
      })
      client.on('close', () => pages.delete(page))
      serve(options.service, page, options.onDefect)
    })
  })
  const checks = setInterval(() => {
    for (const page of pages) page.checkLife(patienceMs)
  }, checkMs)
  return {
    address: `http://127.0.0.1:${port}${options.basePath}?token=${token.value}`,
    port,
    async close() {
      clearInterval(checks)
      for (const client of sockets.clients) client.terminate()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  }
}

const crowd: Refusal = {
  status: 503,
  message: `${mostClients} pages are already connected to this server.`,
  hint: 'Close some of them; this page will then connect by itself.'
}

function refusePath(gate: Gate, request: IncomingMessage): Refusal | undefined {
  if (gate.urlOf(request).pathname === `/${serverPaths.socket}`) return undefined
  return { status: 404, message: 'This address does not accept connections.', hint: 'Reload the page.' }
}

async function listenOnFirst(server: http.Server, ports: readonly [number, ...number[]]): Promise<number> {
  const [first, second, ...others] = ports
  if (second === undefined) return listen(server, first)
  return listen(server, first).catch(() => listenOnFirst(server, [second, ...others]))
}

function listen(server: http.Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    // Later ones, such as too many open files, concern a connection that could not be taken; the others go on.
    server.on('error', (cause) => {
      reject(
        new LabError(
          'invalid-input',
          `The server cannot listen on port ${port}: ${cause.message}.`,
          'Choose another --port, or leave it out to use a free one.',
          cause
        )
      )
    })
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}
