import { maxCheckpointFiles, maxNameLength } from '../../core/checkpoint/checkpoint-files'
import { z } from '../../core/base/schema'

/** What a call takes beside its files. */
const rest = z.record(z.string(), z.unknown())
const file = z.object({ name: z.string().max(maxNameLength), length: z.int().min(0) })

/**
 * How a call with large files travels by POST: this as one line of JSON, then the files' base64 texts one after another.
 * Its size is known before it is read, and there is nothing large to parse.
 */
export const callUpload = z.discriminatedUnion('method', [
  z.object({
    id: z.int().min(0),
    method: z.enum(['loadCheckpoint', 'examineNetwork']),
    input: rest,
    files: z.array(file).min(1).max(maxCheckpointFiles)
  }),
  z.object({
    id: z.int().min(0),
    method: z.literal('inspectPicture'),
    input: rest,
    files: z.array(file).length(1)
  })
])
export type CallUpload = z.infer<typeof callUpload>
