import { augmentationNames, augmentationSchemas } from '../../core/augmentation/augmentation-kinds'
import { z } from '../../core/base/schema'

// Over shared memory or not; `z.instanceof` would not take shared memory.
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array)
const labels = z.custom<Uint16Array>((value) => value instanceof Uint16Array)
const rows = z.custom<Uint32Array>((value) => value instanceof Uint32Array)

/** What a loader worker is born with: the training images, in shared memory, and what becomes of them. */
export const loaderWorkerData = z.object({
  set: z.object({
    images: bytes,
    labels,
    count: z.int(),
    shape: z.tuple([z.int(), z.int(), z.int()])
  }),
  augmentation: z
    .object({
      seed: z.int(),
      active: z.array(z.enum(augmentationNames)),
      settings: z.object(augmentationSchemas),
      fill: z.array(z.int())
    })
    .optional()
})
export type LoaderWorkerData = z.infer<typeof loaderWorkerData>

/** Fill a slot, which is in shared memory. */
export const fillRequest = z.object({
  id: z.int(),
  rows,
  epoch: z.int(),
  slot: z.object({ images: bytes, labels, indices: rows })
})
export type FillRequest = z.infer<typeof fillRequest>

/** A loader worker is ready for its first request, or has filled a slot: when, in milliseconds of `monotonicMs`. */
export const loaderNotice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('filled'), id: z.int(), begin: z.number(), end: z.number() })
])
export type LoaderNotice = z.infer<typeof loaderNotice>
