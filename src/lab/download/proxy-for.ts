import { LabError } from '../../core/base/lab-error'

export type Environment = Readonly<Record<string, string | undefined>>

const protocols = ['http', 'https', 'socks', 'socks4', 'socks4a', 'socks5', 'socks5h']
/** Protocol, login and address; the password may hold any sign, so the last @ ends it. */
const written = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:(.*)@)?(\[[\da-f:.]+\]|[^\s@:/?#[\]]+)(?::(\d{1,5}))?\/?$/is

/**
 * The proxy that the environment wants for an address: HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY, in either
 * case, as curl and npm read them. User and password may be percent-encoded or not: the result always is.
 * @throws LabError 'invalid-input' for a proxy that cannot be understood; never with the password in it
 */
export function proxyFor(url: URL, environment: Environment): URL | undefined {
  if (bypasses(url, read(environment, 'no_proxy').value)) return undefined
  const own = read(environment, url.protocol === 'https:' ? 'https_proxy' : 'http_proxy')
  const setting = own.value === '' ? read(environment, 'all_proxy') : own
  return setting.value === '' ? undefined : parseProxy(setting.value, setting.name)
}

/** The environment in which npm, which knows no ALL_PROXY and no raw signs in a password, finds the same proxies. */
export function proxiesForNpm(environment: Environment): Environment {
  const all = read(environment, 'all_proxy')
  const given = ['http_proxy', 'https_proxy'].flatMap((name): [string, string][] => {
    const own = read(environment, name)
    const setting = own.value === '' ? all : own
    return setting.value === '' ? [] : [[name, parseProxy(setting.value, setting.name).href]]
  })
  const others = Object.entries(environment).filter(([name]) => !/^https?_proxy$/i.test(name))
  return { ...Object.fromEntries(others), ...Object.fromEntries(given) }
}

function read(environment: Environment, name: string): { readonly name: string; readonly value: string } {
  const upper = name.toUpperCase()
  const lower = environment[name]
  return lower === undefined
    ? { name: upper, value: environment[upper]?.trim() ?? '' }
    : { name, value: lower.trim() }
}

function parseProxy(text: string, name: string): URL {
  const match = written.exec(text)
  const [, protocol = 'http', login = '', host = '', port = ''] = match ?? []
  if (match === null || !protocols.includes(protocol.toLowerCase()) || Number(port) > 65_535) {
    throw new LabError(
      'invalid-input',
      `The proxy in ${name} cannot be used.`,
      `Write it as http://user:password@host:port; ${protocols.join(', ')} are supported. npm’s proxy settings are used, too.`
    )
  }
  const colon = login.indexOf(':')
  const [user, password] = colon < 0 ? [login, ''] : [login.slice(0, colon), login.slice(colon + 1)]
  const credentials = login === '' ? '' : `${encode(user)}:${encode(password)}@`
  return new URL(`${protocol.toLowerCase()}://${credentials}${host}${port === '' ? '' : `:${port}`}`)
}

/** Percent-encoded parts are taken as such, anything else as it is. */
function encode(text: string): string {
  const raw = text.replace(/(?:%[\da-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded)
    } catch {
      // Not UTF-8: these are signs of the password itself.
      return encoded
    }
  })
  return encodeURIComponent(raw)
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
