import { labErrorData } from '../../../core/base/lab-error'
import { z } from '../../../core/base/schema'
import { modelSpec } from '../../../core/model/model-spec'

/** What a reading process is told, once. So many bytes follow on its standard input. */
export const readerRequest = z.object({
  type: z.literal('readKeras'),
  name: z.string(),
  format: z.enum(['keras', 'h5']),
  length: z.int().min(0)
})
export type ReaderRequest = z.infer<typeof readerRequest>

/** What it answers before it ends. */
export const readerMessage = z.discriminatedUnion('type', [
  /** It can work now: the time that the file takes counts from here. */
  z.object({ type: z.literal('began') }),
  /** The weights are on its standard output: in layer order, little-endian float32. */
  z.object({
    type: z.literal('read'),
    model: modelSpec,
    tellsPixels: z.boolean(),
    classes: z.array(z.string()).optional()
  }),
  z.object({ type: z.literal('refused'), error: labErrorData })
])
export type ReaderMessage = z.input<typeof readerMessage>
