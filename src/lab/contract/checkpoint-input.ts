import { maxCheckpointBytes, maxCheckpointFiles, maxNameLength } from '../../core/checkpoint/checkpoint-files'
import { z } from '../../core/base/schema'
import { formatCount } from '../../core/format/format-number'

/** Characters of that many bytes in base64, each file's own padding included. */
const base64Length = (bytes: number): number => 4 * (Math.ceil(bytes / 3) + maxCheckpointFiles)

/** The files of one checkpoint, each by its name alone or with that of its folder: `my-net/model.json`. */
export const checkpointInput = z.object({
  files: z
    .array(z.object({ name: z.string().max(maxNameLength), /** base64 */ content: z.string() }))
    .min(1)
    .max(maxCheckpointFiles)
    .refine(
      (files) =>
        files.reduce((sum, { content }) => sum + content.length, 0) <= base64Length(maxCheckpointBytes),
      `at most ${formatCount(maxCheckpointBytes)} bytes together`
    )
})
