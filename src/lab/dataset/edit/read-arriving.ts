import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { LabError } from '../../../core/base/lab-error'
import { formatCount } from '../../../core/format/format-number'
import type { ImageShape } from '../../../core/data/dataset-info'
import type { ImageFit } from '../../../core/data/image-file'
import { storageError } from '../../storage/storage-error'
import type { DecodedImage, ImageRequest } from '../decoding/decoder-protocol'
import { aheadInOrder } from '../import/ahead-in-order'
import type { FittedImage } from './dataset-editor'

/** What comes into a class at a time is kept in memory until all of it is there. */
const mostFiles = 10_000
const mostBytes = 512 * 2 ** 20
/** Decoded or in the hands of a process at a time. */
const ahead = 32

interface Options {
  readonly shape: ImageShape
  readonly fit: ImageFit
  readonly decode: (request: ImageRequest, signal?: AbortSignal) => Promise<DecodedImage>
  readonly signal: AbortSignal
  readonly onProgress: (done: number, total: number) => void
}

interface Arrived {
  readonly images: readonly FittedImage[]
  readonly refused: readonly { readonly name: string; readonly message: string }[]
}

/**
 * All image files at a place, fitted; a file that cannot be read is told of, and the others come in.
 * @param place a folder, with what is below it, or a file
 * @throws LabError 'storage' | 'cancelled', 'invalid-input' for more than is taken at a time
 */
export async function readArriving(place: string, options: Options): Promise<Arrived> {
  const { shape, fit, decode, signal, onProgress } = options
  const isFile = (await stat(place).catch(cannotRead(place))).isFile()
  const names = isFile ? [path.basename(place)] : await filesBelow(place)
  const folder = isFile ? path.dirname(place) : place
  const [height, width, channels] = shape
  if (names.length > mostFiles || names.length * height * width * channels > mostBytes) {
    throw new LabError(
      'invalid-input',
      `${formatCount(names.length)} images are more than can be added to a class at a time.`,
      'Add fewer at a time, or import the folder as a data set of its own.'
    )
  }
  const images: FittedImage[] = []
  const refused: { name: string; message: string }[] = []
  let done = 0
  const decoded = aheadInOrder(names, ahead, async (name) => {
    const source = { path: path.join(folder, name) }
    return { name, image: await decode({ source, shape, fit }, signal).catch(asRefusal) }
  })
  for await (const { name, image } of decoded) {
    if (signal.aborted)
      throw new LabError('cancelled', 'No image was added.', 'Add them again when you like.')
    if (image instanceof LabError) refused.push({ name, message: image.message })
    else images.push({ name, pixels: image.pixels })
    onProgress(++done, names.length)
  }
  return { images, refused }
}

function asRefusal(thrown: unknown): LabError {
  const error = LabError.from(thrown)
  if (error.code === 'internal') throw error
  return error
}

function cannotRead(place: string): (cause: unknown) => never {
  return (cause) => {
    throw storageError(cause, 'read', place)
  }
}

/** Hidden files and links are passed over: a link may lead out of the places that may be read. */
async function filesBelow(place: string, inner = ''): Promise<string[]> {
  const folder = path.join(place, inner)
  const entries = await readdir(folder, { withFileTypes: true }).catch(cannotRead(folder))
  const found: string[] = []
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue
    const name = inner === '' ? entry.name : `${inner}/${entry.name}`
    if (entry.isFile()) found.push(name)
    else if (entry.isDirectory()) {
      for (const one of await filesBelow(place, name)) found.push(one)
    }
    if (found.length > mostFiles) return found
  }
  return found
}
