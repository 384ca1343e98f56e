import { maxCheckpointFiles, maxNameLength } from '../../core/checkpoint/checkpoint-files'
import { z } from '../../core/base/schema'

/**
 * How a call of `loadCheckpoint` travels by POST: this as one line of JSON, then the files' base64 texts one after
 * another. Its size is known before it is read, and there is nothing large to parse.
 */
export const checkpointUpload = z.object({
  id: z.int().min(0),
  files: z
    .array(z.object({ name: z.string().max(maxNameLength), length: z.int().min(0) }))
    .min(1)
    .max(maxCheckpointFiles)
})
export type CheckpointUpload = z.infer<typeof checkpointUpload>
