import { shownText } from '../../core/base/shown-text'
import { z } from '../../core/base/schema'

/** Of all files of an upload together. */
export const mostUploadBytes = 20e9
/** Of the contents in one call, before base64: a message over a socket has a limit. */
export const pieceBytes = 2 ** 18
/** Of one call: small files go together. */
export const piecesAtOnce = 200
/** Of one question. */
export const pathsAtOnce = 2000

/** What a client is about to send. */
export const uploadPlan = z.object({
  /** What it calls these files: the same files have the same key. */
  key: z.string().regex(/^[0-9a-f]{16}$/, 'must be 16 hexadecimal digits'),
  /** For people: of the folder. */
  name: shownText('the name'),
  bytes: z.int().min(0)
})
export type UploadPlan = z.infer<typeof uploadPlan>

/** From the folder on, with `/` between the parts. */
export const sentPath = z.string().min(1).max(1000)

export const uploadPieces = z.object({
  upload: uploadPlan.shape.key,
  pieces: z
    .array(
      z.object({
        path: sentPath,
        /** Where it belongs in the file: what is there already ends here. */
        offset: z.int().min(0),
        /** base64 */
        content: z.string().max(4 * Math.ceil(pieceBytes / 3))
      })
    )
    .min(1)
    .max(piecesAtOnce)
})
export type UploadPieces = z.infer<typeof uploadPieces>
