import { z } from '../../core/base/schema'

/** Ends the name of a data set that was exported as one file. */
export const archiveEnding = '.tenfold-data'

/** `file`: one file for another Tenfold; `folder`: PNG files in a folder for each class. */
export const exportForms = ['file', 'folder'] as const
export const exportForm = z.enum(exportForms)
export type ExportForm = z.infer<typeof exportForm>

/** How far the export of a data set is. */
export const exportProgress = z.object({
  done: z.int(),
  total: z.int(),
  /** Of which these are numbers. */
  unit: z.enum(['images', 'bytes'])
})
export type ExportProgress = z.infer<typeof exportProgress>
