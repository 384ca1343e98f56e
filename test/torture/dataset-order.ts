import { z } from '../../src/core/base/schema'

/** What is done to the data sets of a data folder, step by step. */
export const datasetWork = z.discriminatedUnion('kind', [
  /** Random edits of one data set; the same seed, the same edits. */
  z.object({ kind: z.literal('edit'), dataset: z.string(), seed: z.int(), photographs: z.string() }),
  z.object({ kind: z.literal('import'), path: z.string() }),
  /** A data set without images and a copy of another one, again and again. */
  z.object({ kind: z.literal('make'), dataset: z.string() }),
  z.object({ kind: z.literal('upload'), path: z.string(), key: z.string() }),
  z.object({ kind: z.literal('delete'), dataset: z.string() }),
  z.object({
    kind: z.literal('export'),
    dataset: z.string(),
    as: z.enum(['file', 'folder']),
    path: z.string()
  }),
  z.object({ kind: z.literal('import a file'), path: z.string() })
])
export type DatasetWork = z.infer<typeof datasetWork>

/** For a process of its own; see dataset-worker.ts. */
export const datasetOrder = z.object({ dataFolder: z.string(), decoder: z.string(), work: datasetWork })
export type DatasetOrder = z.infer<typeof datasetOrder>
