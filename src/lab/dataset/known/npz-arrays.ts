import { formatBytes } from '../../../core/format/format-bytes'
import { formatCount } from '../../../core/format/format-number'
import { required } from '../../../core/base/required'
import { badFile, unsuitableFile } from './formats/bad-file'
import { ByteReader } from './formats/byte-reader'
import { fortranRows } from './formats/fortran-rows'
import { inPieces } from './formats/in-pieces'
import { bytesOf } from './formats/number-type'
import { type ArrayHeader, elements, readNpyHeader } from './formats/read-npy'
import type { PlacedFile } from './places/placed-file'

/** An array in Fortran's order must be held whole to be read image by image. */
const mostFortranBytes = 1_000_000_000

/** An array in an .npz file. */
export interface NpzArray extends ArrayHeader {
  readonly file: PlacedFile
}

/** Reads an array's header alone. @throws LabError 'data-corrupt' | 'unsupported' */
export async function readNpzArray(file: PlacedFile): Promise<NpzArray> {
  const reader = new ByteReader(file.open(), file.label)
  try {
    return { file, ...(await readNpyHeader(reader, file.label)) }
  } finally {
    await reader.close()
  }
}

/** Its elements from the first, row by row. @throws LabError */
export async function openNpzArray({ file, shape, type, fortran }: NpzArray): Promise<ByteReader> {
  const reader = new ByteReader(file.open(), file.label)
  await reader.orClose(readNpyHeader(reader, file.label))
  if (!fortran || shape.length === 1) return reader
  const bytes = elements(shape) * bytesOf(type)
  if (bytes > mostFortranBytes || bytesOf(type) > 1) {
    await reader.close()
    throw unsuitableFile(
      file.label,
      `is an array in Fortran’s order of ${formatBytes(bytes)}`,
      'Save it in numpy with np.ascontiguousarray.'
    )
  }
  const data = await reader.orClose(reader.read(bytes))
  await reader.orClose(reader.expectEnd())
  return new ByteReader(inPieces(fortranRows(data, shape)), file.label)
}

/** One label an image: [N] or [N, 1], whole numbers. @throws LabError */
export function requireLabels(labels: NpzArray, count: number): void {
  const { file, shape, type } = labels
  const [length, each = 1] = shape
  if (shape.length > 2 || each !== 1) {
    throw unsuitableFile(
      file.label,
      `has labels of [${shape.join(', ')}]`,
      'Tenfold trains on one label for each image: an array of [images] or [images, 1].'
    )
  }
  if (length !== count) {
    throw badFile(
      file.label,
      `has ${formatCount(required(length, 'a length'))} labels for ${formatCount(count)} images`
    )
  }
  if (type.kind.startsWith('f'))
    throw unsuitableFile(file.label, 'has decimal numbers as labels', 'Save them as int64.')
}
