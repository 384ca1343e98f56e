import type { IncomingMessage } from 'node:http'
import { readCookies, setCookie } from './access-cookie'
import type { AccessToken } from './access-token'
import { distrustOf, forwardedPrefix, type Distrust, type KnownNames } from './request-origin'
import type { Sessions } from './sessions'

export interface GateOptions extends KnownNames {
  /** Below which a proxy presents the server: begins and ends with `/`. */
  readonly basePath: string
  readonly token: AccessToken
  readonly sessions: Sessions
  readonly port: number
  /** Called for each request of a browser that is known. */
  readonly onKnown: (request: IncomingMessage) => void
}

/** Why somebody stays outside: an HTTP status, and what to do about it. */
export interface Refusal extends Distrust {
  readonly status: 401 | 403 | 404 | 503
}

/** Decides who may come in. */
export class Gate {
  readonly #options: GateOptions

  constructor(options: GateOptions) {
    this.#options = options
  }

  /** @param origin of the page that asks; what the request says of it where it is not given */
  refuseName(request: IncomingMessage, origin?: string): Refusal | undefined {
    const distrust = distrustOf(request.headers, this.#options, origin)
    return distrust === undefined ? undefined : { status: 403, ...distrust }
  }

  /** Whether the browser has been admitted before. */
  refuseStranger(request: IncomingMessage): Refusal | undefined {
    const { sessions, port, onKnown } = this.#options
    const cookies = readCookies(request.headers.cookie, port)
    if (cookies.some((session) => sessions.isKnown(session, Date.now()))) {
      onKnown(request)
      return undefined
    }
    return {
      status: 401,
      message: 'The server does not know this browser, or no longer knows it.',
      hint:
        'Open the whole address that Tenfold printed at its last start, including the token. If this browser has ' +
        'already done so and you followed a link to get here, press Enter in the address bar.'
    }
  }

  /** Only pages of this server's: a browser always says from which page such a request comes. */
  refuseCaller(request: IncomingMessage): Refusal | undefined {
    if (request.headers.origin === undefined)
      return {
        status: 403,
        message: 'The request does not say which page it comes from.',
        hint: 'Use a browser, or send the Origin header.'
      }
    return this.refuseName(request) ?? this.refuseStranger(request)
  }

  isToken(candidate: string | null): boolean {
    return this.#options.token.matches(candidate)
  }

  /** A cookie for a browser that has shown the token. */
  admit(): string {
    const { sessions, port } = this.#options
    return setCookie(port, sessions.begin(Date.now()))
  }

  /** Whether the browser asks for the folder in which the page lies as if it were a file: links in it would lead astray. */
  lacksSlash(request: IncomingMessage): boolean {
    const { basePath } = this.#options
    return basePath !== '/' && (request.url ?? '').split('?')[0] === basePath.slice(0, -1)
  }

  /**
   * Where the request goes, below the path at which a proxy presents the server. Some proxies cut that path off and
   * some do not. Names are checked elsewhere; `//x` would be read as a host, hence the joining.
   */
  urlOf(request: IncomingMessage): URL {
    const url = new URL(`http://localhost${request.url?.startsWith('/') === true ? request.url : '/'}`)
    for (const base of [this.#options.basePath, forwardedPrefix(request.headers, this.#options)]) {
      const below = base === undefined ? undefined : pathBelow(url.pathname, base)
      if (below === undefined) continue
      url.pathname = below
      break
    }
    return url
  }
}

function pathBelow(pathname: string, base: string): string | undefined {
  const folder = base.endsWith('/') ? base : `${base}/`
  if (folder === '/') return undefined
  return pathname.startsWith(folder) ? pathname.slice(folder.length - 1) : undefined
}
