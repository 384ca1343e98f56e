import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { LabError } from '../core/lab-error'
import { readAsset, securityHeaders } from '../lab/assets/read-asset'
import { socketPath } from '../lab/contract/channels'
import type { LabService } from '../lab/host'
import { serve } from '../lab/rpc/serve'
import { readCookie, setCookie } from './access-cookie'
import { AccessToken } from './access-token'
import { connectionLimits, guardConnections } from './guard-connections'
import { refuseUpgrade } from './refuse-upgrade'
import { isTrustedRequest } from './request-origin'
import { socketPort } from './socket-port'

export interface ServeOptions {
  readonly service: LabService
  /** Absolute path of the built renderer. */
  readonly rendererFolder: string
  /** On loopback; 0 takes one that is free. */
  readonly port: number
  /** Names besides localhost under which a proxy or a forwarder presents the server. */
  readonly hostNames: readonly string[]
}

export interface WorkbenchServer {
  /** To be opened in a browser; carries the token. */
  readonly address: string
  readonly port: number
  /** Ends all connections. The lab stays open. */
  close(): Promise<void>
}

/** Room for the largest checkpoint that the contract takes, in base64. */
const maxMessageBytes = 410_000_000
/** Forwarders cut connections that are silent for a minute. */
const pingMs = 25_000
/** Pages that are open at once. */
const mostClients = 64

/**
 * Serves the workbench on loopback: its files by HTTP and the lab by WebSocket, both to those alone who know the
 * token and come from a page of this server's.
 * @throws LabError 'invalid-input' when the port is taken or forbidden
 */
export async function serveWorkbench(options: ServeOptions): Promise<WorkbenchServer> {
  const token = new AccessToken()
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes })
  const server = http.createServer(connectionLimits, (request, response) => {
    answer(request, response, gate, options.rendererFolder).catch(() => {
      if (!response.headersSent) refuse(response, 500, 'The file could not be read.')
    })
  })
  const guard = guardConnections(server)
  const port = await listen(server, options.port)
  const gate: Gate = {
    isTrusted: (request) => isTrustedRequest(request.headers, options.hostNames),
    isToken: (candidate) => token.matches(candidate),
    isKnown(request) {
      const known = token.matches(readCookie(request.headers.cookie, port))
      if (known) guard.welcome(request.socket)
      return known
    },
    cookie: setCookie(port, token.value)
  }
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refusal = whyNotUpgrade(request, gate) ?? (sockets.clients.size < mostClients ? undefined : full)
    if (refusal !== undefined) {
      refuseUpgrade(socket, refusal)
      return
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      // What is wrong with a connection ends it; the browser opens a new one.
      client.on('error', () => {
        client.terminate()
      })
      serve(options.service, socketPort(client))
    })
  })
  const pings = setInterval(() => {
    for (const client of sockets.clients) client.ping()
  }, pingMs)
  return {
    address: `http://127.0.0.1:${port}/?token=${token.value}`,
    port,
    async close() {
      clearInterval(pings)
      for (const client of sockets.clients) client.terminate()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  }
}

interface Gate {
  readonly isTrusted: (request: IncomingMessage) => boolean
  readonly isToken: (candidate: string | null) => boolean
  /** Whether the request's cookie holds the token. */
  readonly isKnown: (request: IncomingMessage) => boolean
  readonly cookie: string
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  gate: Gate,
  rendererFolder: string
): Promise<void> {
  if (!gate.isTrusted(request)) {
    refuse(
      response,
      403,
      'This server does not know the name under which you reached it. See serve --host-name.'
    )
    return
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    refuse(response, 405, 'Only GET and HEAD.', { Allow: 'GET, HEAD' })
    return
  }
  const url = requestUrl(request)
  if (url.pathname === '/' && gate.isToken(url.searchParams.get('token'))) {
    admit(request, response, gate.cookie)
    return
  }
  if (!gate.isKnown(request)) {
    refuse(
      response,
      401,
      'Open the whole address that Tenfold printed, with its token. If this browser has done so already and you ' +
        'came here by a link, press Enter in the address bar.'
    )
    return
  }
  const asset = await readAsset(rendererFolder, url.pathname)
  if (asset === undefined) {
    refuse(response, 404, 'There is no such file.')
    return
  }
  response.writeHead(200, { ...asset.headers, 'Content-Length': asset.body.length })
  response.end(request.method === 'HEAD' ? undefined : asset.body)
}

/** Hands out the cookie and leads to the address without the token. */
function admit(request: IncomingMessage, response: ServerResponse, cookie: string): void {
  const headers = { ...securityHeaders, 'Set-Cookie': cookie, 'Cache-Control': 'no-store' }
  const site = request.headers['sec-fetch-site']
  if (site === undefined || site === 'none' || site === 'same-origin') {
    response.writeHead(303, { ...headers, Location: '/' }).end()
    return
  }
  // Who came by a link on another site would be redirected without the strict cookie: our own page has to lead on.
  const page = '<!doctype html><meta http-equiv="refresh" content="0; url=/"><title>Tenfold</title>'
  response.writeHead(200, { ...headers, 'Content-Type': 'text/html; charset=utf-8' }).end(page)
}

function refuse(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {}
): void {
  response.writeHead(status, {
    ...securityHeaders,
    ...headers,
    // Whatever else the client sends is not waited for.
    Connection: 'close',
    'Content-Type': 'text/plain; charset=utf-8'
  })
  response.end(`${text}\n`)
}

const full = '503 Service Unavailable'

/** @returns a status line for a connection that is not to be */
function whyNotUpgrade(request: IncomingMessage, gate: Gate): string | undefined {
  // Browsers always say from which page a WebSocket comes; whatever does not is no page of ours.
  if (!gate.isTrusted(request) || request.headers.origin === undefined) return '403 Forbidden'
  if (!gate.isKnown(request)) return '401 Unauthorized'
  return requestUrl(request).pathname === socketPath ? undefined : '404 Not Found'
}

/** The path is all that counts of it: names are checked elsewhere. `//x` would be read as a host, hence the joining. */
function requestUrl(request: IncomingMessage): URL {
  return new URL(`http://localhost${request.url?.startsWith('/') === true ? request.url : '/'}`)
}

function listen(server: http.Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    // Later ones, such as too many open files, concern a connection that could not be taken; the others go on.
    server.on('error', (cause) => {
      reject(
        new LabError(
          'invalid-input',
          `The server cannot listen on port ${port}: ${cause.message}.`,
          'Give another --port, or none to take one that is free.',
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
