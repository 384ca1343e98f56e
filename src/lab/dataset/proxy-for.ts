export type Environment = Readonly<Record<string, string | undefined>>

/**
 * The proxy that the environment wants for an address: HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY, in either
 * case, as curl and npm read them.
 */
export function proxyFor(url: URL, environment: Environment): URL | undefined {
  const read = (name: string): string =>
    environment[name.toLowerCase()] ?? environment[name.toUpperCase()] ?? ''
  if (bypasses(url, read('no_proxy'))) return undefined
  const proxy = read(url.protocol === 'https:' ? 'https_proxy' : 'http_proxy') || read('all_proxy')
  if (proxy === '') return undefined
  const address = new URL(proxy.includes('://') ? proxy : `http://${proxy}`)
  return address.protocol === 'http:' || address.protocol === 'https:' ? address : undefined
}

/** Whether NO_PROXY names the host: itself, a domain above it, `*`, each with or without a port. */
function bypasses(url: URL, noProxy: string): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true
      const match = /^(\[?[^\]]*?\]?)(?::(\d+))?$/.exec(entry)
      const ipv6 = entry.startsWith('[') ? undefined : entry.split(':').length > 2
      const name = ipv6 === true ? entry : (match?.[1] ?? entry).replace(/^\[|\]$/g, '')
      const onlyPort = ipv6 === true ? undefined : match?.[2]
      if (onlyPort !== undefined && onlyPort !== port) return false
      const domain = name.replace(/^\*?\.?/, '')
      return host === domain || host.endsWith(`.${domain}`)
    })
}
