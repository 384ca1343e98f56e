import http from 'node:http'
import https from 'node:https'
import { HttpsProxyAgent } from 'https-proxy-agent'
import { LabError } from '../../core/lab-error'
import { Arrivals } from './arrivals'
import { type Environment, proxyFor } from './proxy-for'

export interface HttpRequest {
  readonly headers?: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  /** Milliseconds of silence, while connecting or between two pieces, after which the request fails. */
  readonly idleMs: number
  /** Where HTTP_PROXY and its like are looked up. */
  readonly environment: Environment
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
 * Rejects with Node's own error or StallError, and with LabError 'download-failed' for a redirect that leads nowhere.
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
        'Use another source, or a local archive.'
      )
    }
  }
}

function send(url: URL, request: HttpRequest): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const outgoing = open(url, request)
    const idle = setTimeout(() => {
      outgoing.destroy(new StallError(`${url.host} was silent for ${request.idleMs / 1000} s`))
    }, request.idleMs)
    outgoing.on('error', (error) => {
      clearTimeout(idle)
      reject(error)
    })
    outgoing.on('response', (incoming) => {
      idle.refresh()
      const arrivals = new Arrivals(incoming)
      incoming.on('error', () => clearTimeout(idle))
      resolve({
        status: incoming.statusCode ?? 0,
        header: (name) => incoming.headers[name]?.toString(),
        body: () => readBody(incoming, arrivals, idle),
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
  arrivals: Arrivals,
  idle: NodeJS.Timeout
): AsyncGenerator<Uint8Array, void> {
  try {
    for await (const piece of arrivals.read()) {
      idle.refresh()
      yield piece
    }
  } finally {
    clearTimeout(idle)
    incoming.destroy()
  }
}

function open(url: URL, { headers, signal, environment }: HttpRequest): http.ClientRequest {
  const proxy = proxyFor(url, environment)
  const options = { headers: { ...headers, 'Accept-Encoding': 'identity' }, signal }
  if (url.protocol === 'https:') {
    return https.request(
      url,
      proxy === undefined ? options : { ...options, agent: new HttpsProxyAgent(proxy) }
    )
  }
  if (proxy === undefined) return http.request(url, options)
  // Plain HTTP goes through a proxy by asking it for the whole address (RFC 9112, section 3.2.2).
  const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`
  const authorization =
    login === ':' ? {} : { 'Proxy-Authorization': `Basic ${Buffer.from(login).toString('base64')}` }
  return (proxy.protocol === 'https:' ? https : http).request(proxy, {
    ...options,
    path: url.href,
    headers: { ...options.headers, ...authorization, Host: url.host }
  })
}
