import { createHash } from 'node:crypto'
import path from 'node:path'
import {
  classNames,
  type DatasetInfo,
  type ImageShape,
  imageShape,
  normalisation,
  usualNormalisation
} from '../../../core/data/dataset-info'
import { datasetKey } from '../../../core/data/dataset-id'
import { madeFrom } from '../../../core/data/made-from'
import { z } from '../../../core/base/schema'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits')

const fileName = z.string().regex(/^[\w-][\w.-]{0,99}$/, 'must be a plain file name')

export const datasetFile = z.object({
  name: fileName,
  role: z.enum(['train', 'test']),
  images: z.int().min(1),
  bytes: z.int().min(1),
  sha256,
  /** A file that says where each image comes from; see `imageOrigins`. */
  origins: fileName.optional()
})
export type DatasetFile = z.infer<typeof datasetFile>

/** As many as a folder shows well. */
export const mostFiles = 1000

/**
 * A data set in the layout of CIFAR-10's binary version: every file is a row of records, and a record is the label and
 * then the image's planes, u8[channels, height, width].
 */
export const manifestShape = z.object({
  /** Also the name of its folder. */
  id: datasetKey,
  name: z.string().min(1).max(80),
  /** In label order. */
  classes: classNames,
  /** [height, width, channels] */
  shape: imageShape,
  /** Bytes of a label, the low one first. */
  labelBytes: z.union([z.literal(1), z.literal(2)]).default(1),
  /** The lesson's where nothing is said: a mean and standard deviation of 0.5. */
  normalisation: normalisation.optional(),
  files: z.array(datasetFile).min(2).max(mostFiles),
  /** How it came about, where Tenfold made it. */
  made: madeFrom.optional(),
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

export const datasetManifest = manifestShape.superRefine((manifest, context) => {
  for (const issue of contradictions(manifest)) context.addIssue({ code: 'custom', ...issue })
  for (const role of ['train', 'test'] as const) {
    if (manifest.files.some((file) => file.role === role)) continue
    context.addIssue({ code: 'custom', path: ['files'], message: `there is no ${role} file` })
  }
})
export type DatasetManifest = z.infer<typeof datasetManifest>

type Contradicting = Pick<DatasetManifest, 'classes' | 'shape' | 'labelBytes' | 'normalisation' | 'files'>

interface Contradiction {
  readonly path: (string | number)[]
  readonly message: string
}

/** What in a manifest cannot be true together, of a data set that is complete or not. */
export function contradictions(manifest: Contradicting): readonly Contradiction[] {
  const { classes, shape, labelBytes, normalisation: scales, files } = manifest
  const found: Contradiction[] = []
  if (classes.length > 256 ** labelBytes)
    found.push({ path: ['labelBytes'], message: `${classes.length} classes need labels of 2 bytes` })
  if (new Set(classes).size !== classes.length)
    found.push({ path: ['classes'], message: 'two classes have the same name' })
  const [, , channels] = shape
  for (const [name, values] of Object.entries(scales ?? {})) {
    if (values.length !== channels)
      found.push({
        path: ['normalisation', name],
        message: `there must be one number for each channel: ${channels}`
      })
  }
  for (const [i, file] of files.entries()) {
    const bytes = file.images * recordBytes(manifest)
    if (file.bytes !== bytes)
      found.push({ path: ['files', i, 'bytes'], message: `${file.images} images take ${bytes} bytes` })
  }
  if (new Set(files.map((file) => file.name)).size !== files.length)
    found.push({ path: ['files'], message: 'two files have the same name' })
  return found
}

/** Bytes of a record: the label and one image. */
export function recordBytes({
  shape: [height, width, channels],
  labelBytes
}: {
  readonly shape: ImageShape
  readonly labelBytes: number
}): number {
  return labelBytes + height * width * channels
}

/**
 * The data set's own hash: sha256 over the files' hashes, one hexadecimal line each, in order; of one that is made by hand
 * also over its classes, one line of JSON each, as these change without any file.
 */
export function datasetHash({
  files,
  classes,
  made
}: Pick<DatasetManifest, 'files' | 'classes' | 'made'>): string {
  const hash = createHash('sha256')
  for (const file of files) hash.update(`${file.sha256}\n`)
  if (made?.byHand === true) for (const name of classes) hash.update(`${JSON.stringify(name)}\n`)
  return hash.digest('hex')
}

/** What a manifest says about its data set. */
export function datasetInfoOf(manifest: DatasetManifest): DatasetInfo {
  const { id, name, classes, shape, labelBytes, files, made } = manifest
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
    splits: { train: split('train'), test: split('test') },
    ...(made?.folder === undefined ? {} : { folder: made.folder }),
    ...(made?.known === undefined ? {} : { known: made.known })
  }
}

/** Where a data set lives in the data folder. */
export function datasetFolder(dataFolder: string, manifest: Pick<DatasetManifest, 'id'>): string {
  return path.join(dataFolder, 'datasets', manifest.id)
}
