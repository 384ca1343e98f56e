import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import tls from 'node:tls'
import { parse } from 'ini'
import { z } from '../../core/base/schema'
import { hasErrorCode } from '../storage/storage-error'
import type { HttpAccess } from '../download/http-get'
import type { Environment } from '../download/proxy-for'

/** What `npm config list --json` tells: everything but secrets, which include a proxy that has a password in it. */
const publicConfig = z.object({
  userconfig: z.string().optional().catch(undefined),
  globalconfig: z.string().optional().catch(undefined),
  /** Empty where npm does not tell: a tarball then comes from where npm's answer says. */
  registry: z.string().catch(''),
  'replace-registry-host': z.string().catch('npmjs'),
  proxy: z.string().nullish().catch(undefined),
  'https-proxy': z.string().nullish().catch(undefined),
  noproxy: z
    .union([z.string(), z.array(z.string())])
    .nullish()
    .catch(undefined),
  cafile: z.string().nullish().catch(undefined),
  ca: z
    .union([z.string().transform((text) => [text]), z.array(z.string())])
    .nullish()
    .catch(undefined),
  'strict-ssl': z.boolean().catch(true)
})
type PublicConfig = z.infer<typeof publicConfig>

/** How npm reaches a registry, and what it says of itself there. */
export class NpmSettings {
  readonly #config: PublicConfig
  readonly #registry: string
  /** By name; the settings files and the environment, whatever counts most. */
  readonly #private: ReadonlyMap<string, string>
  readonly #environment: Environment

  private constructor(
    config: PublicConfig,
    registry: string,
    secrets: ReadonlyMap<string, string>,
    environment: Environment
  ) {
    this.#config = config
    this.#registry = registry
    this.#private = secrets
    this.#environment = environment
  }

  /**
   * @param listed what `npm config list --json` printed
   * @param packageName whose scope may have a registry of its own
   */
  static async read(listed: unknown, packageName: string, environment: Environment): Promise<NpmSettings> {
    const config = publicConfig.catch(publicConfig.parse({})).parse(listed)
    const files = [config.globalconfig, config.userconfig, await projectConfig(process.cwd())]
    const secrets = new Map<string, string>()
    for (const file of files) {
      for (const [name, value] of await readSettings(file, environment)) secrets.set(name, value)
    }
    for (const [name, value] of fromEnvironment(environment)) secrets.set(name, value)
    const scope = packageName.startsWith('@') ? `${packageName.split('/')[0]}:registry` : 'registry'
    return new NpmSettings(config, secrets.get(scope) ?? config.registry, secrets, environment)
  }

  /** For messages. */
  get registryHost(): string {
    return hostOf(this.#registry) ?? 'npm’s registry'
  }

  /** The environment with npm's own proxy settings in it; what npm leaves unset stays as it is. */
  get environment(): Environment {
    const { proxy, 'https-proxy': httpsProxy, noproxy } = this.#config
    const http = this.#private.get('proxy') ?? proxy
    const https = this.#private.get('https-proxy') ?? httpsProxy ?? http
    const settings = {
      http_proxy: http,
      https_proxy: https,
      no_proxy: Array.isArray(noproxy) ? noproxy.join(',') : noproxy
    }
    const set = Object.entries(settings).flatMap(([name, value]) =>
      typeof value !== 'string' || ['', 'null', 'false'].includes(value) ? [] : [[name, value] as const]
    )
    return { ...this.#environment, ...Object.fromEntries(set) }
  }

  /** Where npm would get a tarball: a mirror may still tell of the public registry's address. */
  tarballUrl(told: string): string {
    const { 'replace-registry-host': setting } = this.#config
    const replaced = setting === 'npmjs' ? 'registry.npmjs.org' : setting
    const url = new URL(told)
    if (hostOf(this.#registry) === undefined || (setting !== 'always' && replaced !== url.host)) return told
    return new URL(url.pathname + url.search, this.#registry).href
  }

  /** Certificates and login for a tarball. */
  async access(url: string): Promise<HttpAccess> {
    const { cafile, ca, 'strict-ssl': strict } = this.#config
    const own = [...(ca ?? []), ...(await textOf(cafile))]
    // With authorities of its own, Node forgets those that it would have known otherwise.
    const authorities = [
      ...tls.rootCertificates,
      ...(await textOf(this.#environment['NODE_EXTRA_CA_CERTS'])),
      ...own
    ]
    return {
      ...(own.length === 0 ? {} : { authorities }),
      ...(strict ? {} : { strict }),
      login: { origin: new URL(url).origin, ...(await this.#login(url)) }
    }
  }

  async #login(url: string): Promise<Omit<NonNullable<HttpAccess['login']>, 'origin'>> {
    const place = this.#loginPlace(url)
    if (place === undefined) return {}
    const value = (name: string): string | undefined => this.#private.get(`${place}:${name}`)
    const [token, auth, user, password] = ['_authToken', '_auth', 'username', '_password'].map(value)
    const [cert, key] = [await textOf(value('certfile')), await textOf(value('keyfile'))].map(
      ([text]) => text
    )
    const basic =
      auth ?? (user === undefined || password === undefined ? undefined : encodeLogin(user, password))
    const authorization = token === undefined ? basic && `Basic ${basic}` : `Bearer ${token}`
    return {
      ...(authorization === undefined ? {} : { authorization }),
      ...(cert === undefined || key === undefined ? {} : { certificate: { cert, key } })
    }
  }

  /**
   * `//host/path/`, the longest for which there is a login; where there is none for the tarball, the one of the
   * registry, if that is on the same host.
   */
  #loginPlace(url: string): string | undefined {
    const { host, pathname } = new URL(url)
    for (let place = `//${host}${pathname}`; place.length > 2; place = place.replace(/([^/]+|\/)$/, '')) {
      if ([...this.#private.keys()].some((name) => name.startsWith(`${place}:`))) return place
    }
    return url !== this.#registry && hostOf(this.#registry) === host
      ? this.#loginPlace(this.#registry)
      : undefined
  }
}

function hostOf(address: string): string | undefined {
  try {
    return new URL(address).host
  } catch {
    // npm itself says that it cannot use this registry.
    return undefined
  }
}

/** npm keeps the password in base64 of its own. */
function encodeLogin(user: string, password: string): string {
  return Buffer.from(`${user}:${Buffer.from(password, 'base64').toString()}`).toString('base64')
}

/** The .npmrc of the folder that npm takes for its project. */
async function projectConfig(from: string): Promise<string> {
  for (let folder = from; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    for (const mark of ['package.json', 'node_modules']) {
      if ((await stat(path.join(folder, mark)).catch(() => undefined)) !== undefined) {
        return path.join(folder, '.npmrc')
      }
    }
  }
  return path.join(from, '.npmrc')
}

async function readSettings(
  file: string | undefined,
  environment: Environment
): Promise<[name: string, value: string][]> {
  const [text] = await textOf(file)
  const settings = z.record(z.string(), z.unknown()).parse(text === undefined ? {} : parse(text))
  return Object.entries(settings).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[fill(name, environment), fill(value, environment)]] : []
  )
}

/** Variables as npm writes them: `${NAME}`, or `${NAME?}` for nothing where it is not set. */
function fill(text: string, environment: Environment): string {
  return text.replace(/\$\{([^${}?]+)(\?)?\}/g, (whole, name: string, optional?: string) => {
    return environment[name] ?? (optional === undefined ? whole : '')
  })
}

function fromEnvironment(environment: Environment): [name: string, value: string][] {
  return Object.entries(environment).flatMap(([variable, value]): [string, string][] => {
    const name = /^npm_config_(.+)$/i.exec(variable)?.[1]
    if (name === undefined || value === undefined || value === '') return []
    return [[name.startsWith('//') ? name : name.toLowerCase().replace(/(?!^)_/g, '-'), value]]
  })
}

/** As npm does, go without a file that is not there or not for this user. */
async function textOf(file: string | null | undefined): Promise<string[]> {
  if (file === undefined || file === null || file === '') return []
  try {
    return [await readFile(file, 'utf8')]
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'EISDIR')) return []
    throw error
  }
}
