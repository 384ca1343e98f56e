import { formatCount } from '../../../core/format/format-number'
import { LabError } from '../../../core/base/lab-error'
import { required } from '../../../core/base/required'
import type { ImageShape } from '../../../core/data/dataset-info'
import { badFile } from './formats/bad-file'
import { type MatArray, readMatVariables } from './formats/read-mat'
import { digits } from './idx-kinds'
import { pairImages } from './image-pairs'
import type { KnownImage, KnownSet } from './known-set'
import { checkOfficial, nameWith } from './official-files'
import type { PlacedFile, PlacedFolder } from './places/placed-file'
import { requireShape } from './require-shape'

const names = ['train_32x32.mat', 'test_32x32.mat'] as const
const licence =
  'For non-commercial use only. Cite Netzer et al., “Reading Digits in Natural Images with Unsupervised Feature ' +
  'Learning”, 2011. From ufldl.stanford.edu/housenumbers.'
/** As TensorFlow Datasets gives them. */
const sums = {
  archives: [],
  files: {
    'train_32x32.mat': ['435e94d69a87fde4fd4d7f3dd208dfc32cb6ae8af2240d066de1df7508d083b8'],
    'test_32x32.mat': ['cdce80dfb2a2c4c6160906d0bd7c68ec5a99d7ca4831afa54f09182025b6a75b']
  }
}

interface SvhnFile {
  readonly file: PlacedFile
  readonly images: MatArray
  readonly labels: MatArray
  readonly count: number
  readonly shape: ImageShape
}

/** SVHN's cropped digits, in MATLAB's files; the extra training images are not read. @throws LabError */
export async function findSvhn({ label, files }: PlacedFolder): Promise<readonly KnownSet[]> {
  const found = names.filter((name) => files.has(name))
  if (found.length === 0) return []
  const missing = names.find((name) => !files.has(name))
  if (missing !== undefined) {
    throw new LabError(
      'data-missing',
      `In ${label}, ${missing} is missing.`,
      'Put train_32x32.mat and test_32x32.mat into one folder.'
    )
  }
  const placed = names.map((name) => required(files.get(name), 'a file that is there'))
  const [train, test] = [await readSvhnFile(placed[0]), await readSvhnFile(placed[1])]
  if (train.shape.join() !== test.shape.join()) {
    throw badFile(label, 'has images for the test of another size than those for training')
  }
  const verdict = await checkOfficial(
    placed.map((file) => [file.name, file]),
    sums
  )
  return [
    {
      kind: 'svhn',
      name: nameWith('SVHN', verdict),
      classes: digits,
      shape: train.shape,
      licence,
      official: verdict === 'official',
      counts: { train: train.count, test: test.count },
      images: (role, signal) => svhnImages(role === 'train' ? train : test, signal)
    }
  ]
}

async function readSvhnFile(placed: PlacedFile | undefined): Promise<SvhnFile> {
  const file = required(placed, 'a file')
  const variables = await readMatVariables(
    (start, bytes) => file.open({ start, bytes }),
    file.bytes,
    file.label
  )
  const images = requireArray(variables.get('X'), 'X', file)
  const labels = requireArray(variables.get('y'), 'y', file)
  const [height = 0, width = 0, channels = 0, count = 0] = images.shape
  if (images.shape.length !== 4 || images.type.kind !== 'u1' || count === 0) {
    throw badFile(file.label, `holds X as [${images.shape.join(', ')}] instead of bytes [32, 32, 3, images]`)
  }
  if (labels.shape.length !== 2 || !labels.shape.includes(1) || !labels.shape.includes(count)) {
    throw badFile(file.label, `has ${formatCount(count)} images and labels of [${labels.shape.join(', ')}]`)
  }
  return { file, images, labels, count, shape: requireShape(height, width, channels, file.label) }
}

function requireArray(variable: MatArray | string | undefined, name: string, file: PlacedFile): MatArray {
  if (typeof variable === 'object') return variable
  throw badFile(
    file.label,
    variable === undefined
      ? `holds no variable ${name}`
      : `holds ${variable} as ${name} instead of an array of numbers`
  )
}

async function* svhnImages(
  { file, images, labels, count, shape }: SvhnFile,
  signal?: AbortSignal
): AsyncGenerator<KnownImage, void> {
  yield* pairImages(
    {
      openPixels: () => Promise.resolve(images.open()),
      openLabels: () => Promise.resolve(labels.open()),
      labelType: labels.type,
      count,
      shape,
      order: 'columns',
      // The digit 0 has the label 10.
      classOf: (label) => (Number.isInteger(label) && label >= 1 && label <= 10 ? label % 10 : undefined),
      file: file.label,
      origin: file.name.replace(/\.mat$/, '')
    },
    signal
  )
}
