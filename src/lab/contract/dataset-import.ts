import { labErrorData } from '../../core/base/lab-error'
import { shownText } from '../../core/base/shown-text'
import { z } from '../../core/base/schema'
import { datasetKey } from '../../core/data/dataset-id'
import { imageShape } from '../../core/data/dataset-info'
import { imageFit } from '../../core/data/image-file'
import { findingKindName, importFinding } from '../../core/data/import-finding'

/** What a folder of images holds, before any of it is imported. */
export const folderExamination = z.object({
  /** Absolute. */
  path: z.string(),
  /** A name for the data set. */
  name: z.string(),
  classes: z.array(z.object({ name: z.string(), train: z.int(), test: z.int() })),
  /** Whether the folder says which images are for testing. */
  isSplit: z.boolean(),
  findings: z.array(importFinding),
  /** Some of the images that were looked at, and what they have in common. */
  sample: z.object({
    images: z.int(),
    /** [width, height] of the image in the middle, by its area. */
    median: z.tuple([z.int(), z.int()]),
    grey: z.boolean()
  }),
  /** What suits them. */
  shape: imageShape,
  /** Some files of each class, to look at: from the folder on. */
  examples: z.array(z.string())
})
export type FolderExamination = z.infer<typeof folderExamination>

/** A well-known data set in files of its own format. */
export const foundSet = z.object({
  /** `CIFAR-100`; of other than the official files it says so. */
  name: z.string(),
  /** What tells apart several sets in the same files: `fine labels`. */
  variant: z.string().optional(),
  classes: z.array(z.string()),
  shape: imageShape,
  train: z.int(),
  test: z.int(),
  official: z.boolean(),
  licence: z.string().optional()
})
export type FoundSet = z.infer<typeof foundSet>

/** A data set that was exported as one file. */
const foundArchive = z.object({
  kind: z.literal('archive'),
  /** Of the file. */
  path: z.string(),
  bytes: z.int(),
  name: z.string(),
  classes: z.array(z.string()),
  shape: imageShape,
  train: z.int(),
  test: z.int(),
  licence: z.string().optional()
})
export type FoundArchive = z.infer<typeof foundArchive>

/** What is at a place, before any of it is imported. */
export const examination = z.discriminatedUnion('kind', [
  folderExamination.extend({ kind: z.literal('folder') }),
  z.object({ kind: z.literal('known'), path: z.string(), sets: z.array(foundSet).min(1) }),
  foundArchive
])
export type Examination = z.infer<typeof examination>

/** Licences in characters. */
export const importLimits = {
  mostSeed: 4_294_967_295,
  leastTestShare: 0.01,
  mostTestShare: 0.9,
  licence: 2000
} as const

const place = z.string().min(1).max(4096)
const anyImport = z.object({ path: place, name: shownText('the name') })

/** How a folder of images is to become a data set. */
export const folderRequest = anyImport.extend({
  kind: z.literal('folder'),
  shape: imageShape,
  fit: imageFit.default('cover'),
  /** Of the draw of the test set, where the folder does not say which images are for testing. */
  seed: z.int().min(0).max(importLimits.mostSeed).default(1),
  testShare: z.number().min(importLimits.leastTestShare).max(importLimits.mostTestShare).default(0.2),
  licence: z.string().max(importLimits.licence).optional()
})
export type FolderRequest = z.infer<typeof folderRequest>

/** Which of the known sets at a place is to be imported. */
const knownRequest = anyImport.extend({
  kind: z.literal('known'),
  set: z.string(),
  variant: z.string().optional()
})

/** A well-known set that is downloaded first; its name is its own. @see downloadableSets */
const downloadRequest = z.object({ kind: z.literal('download'), set: datasetKey })

/** An exported file, with everything that belongs to its data set. */
const archiveRequest = z.object({ kind: z.literal('archive'), path: place })

export const importRequest = z.discriminatedUnion('kind', [
  folderRequest,
  knownRequest,
  downloadRequest,
  archiveRequest
])
export type ImportRequest = z.infer<typeof importRequest>

/** The import under way, or how the last one ended. */
export const importStatus = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }),
  z.object({
    state: z.literal('running'),
    name: z.string(),
    /** `looking`: names are read; no total is known yet. Bytes are counted of a download and a copy, else images. */
    phase: z.enum(['looking', 'downloading', 'copying', 'decoding']),
    done: z.int(),
    /** 0 while unknown */
    total: z.int(),
    secondsLeft: z.number().optional()
  }),
  z.object({
    state: z.literal('done'),
    /** Of the data set. */
    id: z.string(),
    name: z.string(),
    images: z.int(),
    /** Of each kind, how many. */
    findings: z.array(z.object({ kind: findingKindName, count: z.int() }))
  }),
  z.object({ state: z.literal('failed'), name: z.string(), error: labErrorData })
])
export type ImportStatus = z.infer<typeof importStatus>
