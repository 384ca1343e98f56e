import type { IncomingHttpHeaders } from 'node:http'

const loopbackNames = ['localhost', '127.0.0.1', '[::1]']

/**
 * Whether a request was addressed to this server by a name that it knows, and comes from its own pages if it comes
 * from a page at all. A page of another site can resolve its own name to 127.0.0.1 (DNS rebinding), but cannot hide
 * that name. The port may differ: people forward ports.
 * @param hostNames further names, for those who reach the server through a proxy
 */
export function isTrustedRequest(
  headers: Pick<IncomingHttpHeaders, 'host' | 'origin'>,
  hostNames: readonly string[]
): boolean {
  const { host, origin } = headers
  if (host === undefined) return false
  const name = hostName(host)
  if (name === undefined || ![...loopbackNames, ...hostNames].includes(name)) return false
  return origin === undefined || origin === `http://${host}` || origin === `https://${host}`
}

/** The name in a Host header, without the port, in lower case. */
function hostName(host: string): string | undefined {
  return /^([a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?$/.exec(host.toLowerCase())?.[1]
}
