import { labErrorData } from '../../../core/base/lab-error'
import { z } from '../../../core/base/schema'
import { pixelRanges } from '../../../core/model/pixel-range'
import { modelSpec } from '../../../core/model/model-spec'
import { floatTypes, wholeTypes } from '../tensors/tensor-type'

/** What a reading process is told, once. The bytes of the files follow on its standard input, one after the other. */
export const readerRequest = z.object({
  type: z.literal('readNetwork'),
  files: z.array(z.object({ name: z.string(), length: z.int().min(0) })),
  /** What reading may cost: time of the processor, and memory of the whole process. */
  seconds: z.number().positive(),
  memory: z.int().positive()
})
export type ReaderRequest = z.infer<typeof readerRequest>

const labels = z.array(z.string()).optional()

/** What the files hold, without the numbers: these are one after the other in the bytes that belong to it. */
export const packedHead = z.discriminatedUnion('kind', [
  /** The weights in layer order, then as JSON what `encodeTraining` makes of the checkpoint, both so many bytes long. */
  z.object({
    kind: z.literal('whole'),
    file: z.string(),
    labels,
    model: modelSpec,
    weights: z.int().min(0),
    training: z.int().min(0)
  }),
  /** The tensors in their order, little-endian: float32, or float64 for whole numbers. */
  z.object({
    kind: z.literal('weights'),
    labels,
    name: z.string(),
    tensors: z.array(
      z.object({
        name: z.string(),
        shape: z.array(z.int().min(0)),
        type: z.enum([...floatTypes, ...wholeTypes]),
        count: z.int().min(0)
      })
    ),
    classes: z.array(z.string()).optional(),
    pixels: pixelRanges.optional()
  })
])
export type PackedHead = z.infer<typeof packedHead>

/** What it answers before it ends. */
export const readerMessage = z.discriminatedUnion('type', [
  /** It has the files, and begins to read them: their cost counts from here. */
  z.object({ type: z.literal('began') }),
  /** The bytes that belong to it are on its standard output. */
  z.object({ type: z.literal('read'), head: packedHead }),
  z.object({ type: z.literal('refused'), error: labErrorData }),
  z.object({ type: z.literal('gaveUp'), why: z.enum(['time', 'memory']) })
])
export type ReaderMessage = z.infer<typeof readerMessage>
