import { LabError } from '../../core/lab-error'
import { z } from '../../core/schema'
import type { DatasetManifest } from './manifest'
import type { Environment } from './proxy-for'
import { type NpmCall, runNpm } from './run-npm'

export interface Tarball {
  readonly url: string
  /** What it must hash to. */
  readonly digest: {
    readonly algorithm: 'sha512' | 'sha1'
    readonly encoding: 'base64' | 'hex'
    readonly value: string
  }
  /** The environment with npm's own proxy settings in it. */
  readonly environment: Environment
}

const npmDist = z.object({
  tarball: z.url({ protocol: /^https?$/ }),
  integrity: z.string().optional(),
  shasum: z.string().optional()
})
const npmFailure = z.object({
  error: z.object({ code: z.string().optional(), summary: z.string().optional() })
})
const npmConfig = z.object({
  proxy: z.string().nullish().catch(undefined),
  'https-proxy': z.string().nullish().catch(undefined),
  noproxy: z
    .union([z.string(), z.array(z.string())])
    .nullish()
    .catch(undefined)
})

/**
 * Asks npm where a package's tarball is, so that the registry, mirror and proxies that the user has configured for
 * npm are the ones that are used.
 * @throws LabError 'offline' | 'download-failed' | 'unsupported' | 'cancelled'
 */
export async function resolveTarball(
  npm: NonNullable<DatasetManifest['npm']>,
  call: NpmCall
): Promise<Tarball> {
  const [view, config] = await Promise.all([
    runNpm(['view', `${npm.name}@${npm.version}`, 'dist', '--json', '--fetch-retries=0'], call),
    runNpm(['config', 'list', '--json'], call)
  ])
  const answer = parseJson(view)
  const dist = npmDist.safeParse(answer)
  if (!dist.success) throw viewFailure(npm, answer, view)
  return {
    url: dist.data.tarball,
    digest: digestOf(npm, dist.data),
    environment: { ...call.environment, ...proxiesOf(parseJson(config)) }
  }
}

function digestOf(npm: { readonly name: string }, dist: z.infer<typeof npmDist>): Tarball['digest'] {
  const sha512 = dist.integrity?.split(/\s+/).find((hash) => hash.startsWith('sha512-'))
  if (sha512 !== undefined) {
    return { algorithm: 'sha512', encoding: 'base64', value: sha512.slice('sha512-'.length) }
  }
  if (dist.shasum !== undefined) return { algorithm: 'sha1', encoding: 'hex', value: dist.shasum }
  throw new LabError(
    'download-failed',
    `The npm registry names no checksum for ${npm.name}.`,
    'Use another source, or a local archive.'
  )
}

function viewFailure(
  npm: { readonly name: string; readonly version: string },
  answer: unknown,
  text: string
) {
  const failure = npmFailure.safeParse(answer)
  const code = failure.success ? failure.data.error.code : undefined
  if (/^(ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|ENET|EHOST|ERR_SOCKET_TIMEOUT)/.test(code ?? '')) {
    return new LabError(
      'offline',
      `npm cannot reach its registry (${code}).`,
      'Check the network connection and npm’s registry and proxy settings, or use a local archive.',
      text
    )
  }
  return new LabError(
    'download-failed',
    `npm cannot find ${npm.name}@${npm.version}${code === undefined ? '' : ` (${code})`}.`,
    'Check npm’s registry settings, use another source, or a local archive.',
    text
  )
}

/** npm's settings as the environment variables of the same meaning; what npm leaves unset stays as it is. */
function proxiesOf(config: unknown): Environment {
  const { proxy, 'https-proxy': httpsProxy, noproxy } = npmConfig.catch({}).parse(config)
  const settings = {
    http_proxy: proxy,
    https_proxy: httpsProxy ?? proxy,
    no_proxy: Array.isArray(noproxy) ? noproxy.join(',') : noproxy
  }
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]) =>
      typeof value === 'string' && value !== '' ? [[name, value]] : []
    )
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Whoever parses the result says what was expected.
    return undefined
  }
}
