import { LabError } from '../core/lab-error'
import { z } from '../core/schema'
import { serverPaths } from '../lab/contract/channels'
import type { CheckpointUpload } from '../lab/contract/checkpoint-upload'
import { wireReply, type WireReply } from '../lab/contract/wire'

const largeCall = z.object({
  id: z.int(),
  method: z.literal('loadCheckpoint'),
  input: z.object({ files: z.array(z.object({ name: z.string(), content: z.string() })) })
})

/**
 * Sends a call of `loadCheckpoint` that is too large for the socket, and gives the answer to it.
 * @throws LabError where another call is that large
 */
export async function postCheckpoint(page: string, message: unknown): Promise<WireReply> {
  const { id, input } = largeCall.parse(message)
  const header: CheckpointUpload = {
    id,
    files: input.files.map(({ name, content }) => ({ name, length: content.length }))
  }
  const body = new Blob([JSON.stringify(header), '\n', ...input.files.map(({ content }) => content)])
  try {
    const response = await fetch(new URL(serverPaths.checkpoint, page), { method: 'POST', body })
    return { ...wireReply.parse(await response.json()), id }
  } catch (cause) {
    const error = new LabError(
      'offline',
      'The checkpoint could not be sent to the server.',
      'Try again. Large files can also be loaded with the command line: evaluate <file>.',
      cause
    )
    return { type: 'error', id, error: error.toData() }
  }
}
