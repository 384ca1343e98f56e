import http from 'node:http'
import https from 'node:https'
import { urlToHttpOptions } from 'node:url'
import { HttpsProxyAgent } from 'https-proxy-agent'
import { SocksProxyAgent } from 'socks-proxy-agent'
import { LabError } from '../../core/base/lab-error'
import { required } from '../../core/base/required'
import { ReceivedPieces } from './received-pieces'
import { connectionError } from './connection-error'
import { type Environment, proxyFor } from './proxy-for'

/** What a server is trusted by, and what it is told about the user. */
export interface HttpAccess {
  /** PEM: the authorities that count; Node's own by default. */
  readonly authorities?: readonly string[]
  /** Whether certificates are verified. */
  readonly strict?: boolean
  /** Sent to this origin and to no other, wherever a redirect leads. */
  readonly login?: {
    readonly origin: string
    /** A value of the Authorization header. */
    readonly authorization?: string
    /** PEM, of the client. */
    readonly certificate?: { readonly cert: string; readonly key: string }
  }
}

export interface HttpRequest {
  readonly headers?: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  /** Milliseconds of silence, while connecting or between two pieces, after which the request fails. */
  readonly idleMs: number
  /** Where HTTP_PROXY and its like are looked up. */
  readonly environment: Environment
  readonly access?: HttpAccess
}

export interface HttpResponse {
  readonly status: number
  header(name: string): string | undefined
  /** The body's pieces as they come. Must be read to its end, or left with `discard`. */
  body(): AsyncGenerator<Uint8Array, void>
  /** Closes the connection. */
  discard(): void
}

/** The other side fell silent. */
export class StallError extends Error {
  override readonly name = 'StallError'
}

const maxRedirects = 5

/**
 * GET over HTTP or HTTPS, through the proxy of the environment where there is one, following redirects.
 * Rejects with Node's own error or StallError, and with LabError 'download-failed' | 'offline' | 'invalid-input' for a
 * redirect that leads nowhere, a certificate or a proxy.
 */
export async function httpGet(address: string, request: HttpRequest): Promise<HttpResponse> {
  let url = new URL(address)
  for (let redirects = 0; ; redirects++) {
    const response = await send(url, request)
    const location = response.header('location')
    if (![301, 302, 303, 307, 308].includes(response.status) || location === undefined) return response
    response.discard()
    url = new URL(location, url)
    if (redirects === maxRedirects || !['http:', 'https:'].includes(url.protocol)) {
      throw new LabError(
        'download-failed',
        `${new URL(address).host} redirects ${redirects === maxRedirects ? 'in circles' : 'to an address that is not on the web'}.`,
        'Use another source or a local archive.'
      )
    }
  }
}

function send(url: URL, request: HttpRequest): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const proxy = proxyFor(url, request.environment)
    const outgoing = open(url, proxy, request)
    const idle = setTimeout(() => {
      outgoing.destroy(new StallError(`${url.host} sent nothing for ${request.idleMs / 1000} s`))
    }, request.idleMs)
    outgoing.on('error', (error) => {
      clearTimeout(idle)
      reject(connectionError(error, url, proxy) ?? error)
    })
    outgoing.on('response', (incoming) => {
      idle.refresh()
      const received = new ReceivedPieces(incoming)
      incoming.on('error', () => clearTimeout(idle))
      resolve({
        status: required(incoming.statusCode, 'the status of a response'),
        header: (name) => incoming.headers[name]?.toString(),
        body: () => readBody(incoming, received, idle),
        discard: () => {
          clearTimeout(idle)
          incoming.destroy()
        }
      })
    })
    outgoing.end()
  })
}

async function* readBody(
  incoming: http.IncomingMessage,
  received: ReceivedPieces,
  idle: NodeJS.Timeout
): AsyncGenerator<Uint8Array, void> {
  try {
    for await (const piece of received.read()) {
      idle.refresh()
      yield piece
    }
  } finally {
    clearTimeout(idle)
    incoming.destroy()
  }
}

function open(url: URL, proxy: URL | undefined, request: HttpRequest): http.ClientRequest {
  const { headers, signal, access = {} } = request
  const login = access.login?.origin === url.origin ? access.login : undefined
  const trust = {
    ...(access.authorities === undefined ? {} : { ca: [...access.authorities] }),
    ...(access.strict === undefined ? {} : { rejectUnauthorized: access.strict })
  }
  const options = {
    headers: {
      ...headers,
      ...(login?.authorization === undefined ? {} : { Authorization: login.authorization }),
      'Accept-Encoding': 'identity'
    },
    signal,
    ...trust,
    ...login?.certificate
  }
  if (proxy?.protocol.startsWith('socks') === true) {
    const agent = new SocksProxyAgent(proxy)
    return (url.protocol === 'https:' ? https : http).request(url, { ...options, agent })
  }
  if (url.protocol === 'https:') {
    return https.request(
      url,
      proxy === undefined ? options : { ...options, agent: new HttpsProxyAgent(proxy, trust) }
    )
  }
  if (proxy === undefined) return http.request(url, options)
  // Plain HTTP goes through a proxy by asking it for the whole address (RFC 9112, section 3.2.2).
  const user = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`
  const authorization =
    user === ':' ? {} : { 'Proxy-Authorization': `Basic ${Buffer.from(user).toString('base64')}` }
  const target = new URL(url)
  target.username = target.password = ''
  return (proxy.protocol === 'https:' ? https : http).request(proxy, {
    ...options,
    // The server's login; that of the proxy has a header of its own.
    auth: urlToHttpOptions(url).auth ?? null,
    path: target.href,
    headers: { ...options.headers, ...authorization, Host: url.host }
  })
}
