import { pipeline, Readable } from 'node:stream'
import { createGunzip, createInflate, createInflateRaw } from 'node:zlib'
import { LabError } from '../../../../core/base/lab-error'
import { errorCode } from '../../../storage/storage-error'
import { badFile } from './bad-file'

const chunkSize = 128 * 1024
const inflaters = {
  gzip: () => createGunzip({ chunkSize }),
  zlib: () => createInflate({ chunkSize }),
  raw: () => createInflateRaw({ chunkSize })
}

/**
 * Unpacks no more than its reader asks for, so that a small file which unpacks to a huge one does no harm.
 * @param name of the file, for errors
 * @throws LabError 'data-corrupt' for damaged data
 */
export async function* inflated(
  source: AsyncIterable<Uint8Array>,
  format: keyof typeof inflaters,
  name: string
): AsyncGenerator<Uint8Array, void> {
  const inflate = inflaters[format]()
  // Errors of the source arrive through the inflater, which the pipeline destroys with them.
  pipeline(Readable.from(source, { objectMode: true, highWaterMark: 2 }), inflate, () => undefined)
  try {
    for await (const piece of inflate) if (piece instanceof Uint8Array) yield piece
  } catch (error) {
    if (error instanceof LabError || errorCode(error)?.startsWith('Z_') !== true) throw error
    throw badFile(name, 'cannot be unpacked: it is damaged or cut off', undefined, error)
  } finally {
    inflate.destroy()
  }
}
