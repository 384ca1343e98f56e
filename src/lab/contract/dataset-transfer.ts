import { z } from '../../core/base/schema'

/** `file`: one file for another Tenfold; `folder`: PNG files in a folder for each class. */
export const exportForms = ['file', 'folder'] as const
export const exportForm = z.enum(exportForms)
export type ExportForm = z.infer<typeof exportForm>

/** How far the export of a data set, or the import of an exported file, is. */
export const transferProgress = z.object({
  what: z.enum(['export', 'import']),
  done: z.int(),
  total: z.int(),
  /** Of which these are numbers. */
  unit: z.enum(['images', 'bytes'])
})
export type TransferProgress = z.infer<typeof transferProgress>
