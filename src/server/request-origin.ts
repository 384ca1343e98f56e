import type { IncomingHttpHeaders } from 'node:http'

/** Under which names, besides those of loopback, the server may be reached. */
export interface KnownNames {
  /** In lower case, `lab.example` or `lab.example:8443`. */
  readonly hostNames: readonly string[]
  /** Whether a proxy's word counts for where the browser is: X-Forwarded-Host, -Proto and -Prefix, and Forwarded. */
  readonly trustProxy: boolean
}

/** Why a request is not answered, and which option mends it. */
export interface Distrust {
  readonly message: string
  readonly hint: string
}

const loopbackNames = ['localhost', '127.0.0.1', '[::1]']

/**
 * Whether a request was addressed to this server by a name that it knows, and comes from its own pages if it comes
 * from a page at all. A page of another site can resolve its own name to 127.0.0.1 (DNS rebinding), but cannot hide
 * that name. The port of the name may differ: people forward ports.
 * @param origin the page's, where there is one
 * @returns undefined for a request that can be trusted
 */
export function distrustOf(
  headers: IncomingHttpHeaders,
  names: KnownNames,
  origin: string | undefined = headers.origin
): Distrust | undefined {
  const host = parseHost(headers.host ?? '')
  if (host === undefined)
    return { message: 'The request has no host name.', hint: 'Use another browser or proxy.' }
  if (![...loopbackNames, ...names.hostNames.map(nameOf)].includes(host.name)) {
    return {
      message: `The browser reached this server as “${host.name}”, a name that the server does not know.`,
      hint: `If that name is yours, start the server with --host-name ${host.name}.`
    }
  }
  if (origin === undefined) return undefined
  const page = parseOrigin(origin)
  if (page !== undefined && isOwn(page, headers, names)) return undefined
  const name = page === undefined ? undefined : page.address.replace(/^https?:\/\//, '')
  return {
    message: `The page is at ${page?.address ?? 'an unknown address'}, but it reached this server as ${host.name}.`,
    hint:
      name === undefined
        ? 'Open the address that the server printed.'
        : `If a proxy or a port forwarder of yours presents the server there, start it with --host-name ${name}.`
  }
}

/** Below which path a trusted proxy says that it presents the server. */
export function forwardedPrefix(headers: IncomingHttpHeaders, names: KnownNames): string | undefined {
  return names.trustProxy ? firstOf(headers['x-forwarded-prefix']) : undefined
}

function isOwn(page: PageOrigin, headers: IncomingHttpHeaders, names: KnownNames): boolean {
  const { address, scheme } = page
  const places = [...names.hostNames, headers.host ?? '']
  if (places.some((place) => originOf(scheme, place) === address)) return true
  if (!names.trustProxy) return false
  const { host, proto } = forwarded(headers)
  return host !== undefined && originOf(proto ?? scheme, host) === address
}

/** What the proxy nearest to the browser says. */
function forwarded(headers: IncomingHttpHeaders): { host: string | undefined; proto: string | undefined } {
  const [element = ''] = (headers.forwarded ?? '').split(',')
  const parameter = (name: string): string | undefined =>
    new RegExp(`(?:^|;)\\s*${name}="?([^";]+)"?`, 'i').exec(element)?.[1]
  return {
    host: firstOf(headers['x-forwarded-host']) ?? parameter('host'),
    proto: firstOf(headers['x-forwarded-proto']) ?? parameter('proto')
  }
}

function firstOf(header: string | readonly string[] | undefined): string | undefined {
  const text = typeof header === 'string' ? header : header?.[0]
  const first = text?.split(',')[0]?.trim()
  return first === '' ? undefined : first
}

interface PageOrigin {
  readonly scheme: string
  /** As a browser writes it: without the scheme's own port. */
  readonly address: string
}

function parseOrigin(origin: string): PageOrigin | undefined {
  const scheme = /^(https?):\/\//.exec(origin)?.[1]
  if (scheme === undefined) return undefined
  const address = originOf(scheme, origin.slice(`${scheme}://`.length))
  return address === undefined ? undefined : { scheme, address }
}

/** @returns undefined for what is no host, or no scheme of a page */
function originOf(scheme: string, host: string): string | undefined {
  if (!['http', 'https'].includes(scheme) || parseHost(host) === undefined) return undefined
  return new URL(`${scheme}://${host}`).origin
}

function nameOf(hostName: string): string {
  return hostName.replace(/:\d+$/, '')
}

/** A Host header, in lower case. */
function parseHost(host: string): { readonly name: string } | undefined {
  const name = /^([a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?$/.exec(host.toLowerCase())?.[1]
  return name === undefined || !URL.canParse(`http://${host}`) ? undefined : { name }
}
