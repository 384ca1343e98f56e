import { LabError } from '../core/base/lab-error'
import { z } from '../core/base/schema'
import { mostCheckpointBytes, serverPaths } from '../lab/contract/channels'
import type { CheckpointUpload } from '../lab/contract/checkpoint-upload'
import { wireReply, type WireReply } from '../lab/contract/wire'

const checkpointCall = z.object({
  id: z.int(),
  method: z.literal('loadCheckpoint'),
  input: z.object({ files: z.array(z.object({ name: z.string(), content: z.string() })) })
})
type CheckpointCall = z.infer<typeof checkpointCall>

/**
 * Takes a message that is too large for the socket.
 * @throws LabError where it is not a checkpoint, or one that is too large for the server
 */
export function parseCheckpointCall(message: unknown): CheckpointCall {
  const call = checkpointCall.safeParse(message)
  if (!call.success) {
    throw new LabError(
      'invalid-input',
      'This message is too large for the server.',
      'Make it smaller and try again.'
    )
  }
  const size = call.data.input.files.reduce((sum, { content }) => sum + content.length, 0)
  if (size >= mostCheckpointBytes) {
    throw new LabError(
      'invalid-input',
      `The server accepts at most ${mostCheckpointBytes / 1_000_000} MB; this checkpoint has ${Math.ceil(size / 1_000_000)}.`,
      'Load it with the command line instead: evaluate <file>.'
    )
  }
  return call.data
}

/** Sends a call of `loadCheckpoint`, and gives the answer to it. */
export async function postCheckpoint(page: string, { id, input }: CheckpointCall): Promise<WireReply> {
  const header: CheckpointUpload = {
    id,
    files: input.files.map(({ name, content }) => ({ name, length: content.length }))
  }
  const body = new Blob([JSON.stringify(header), '\n', ...input.files.map(({ content }) => content)])
  try {
    const response = await fetch(new URL(serverPaths.checkpoint, page), { method: 'POST', body })
    const reply = wireReply.parse(await response.json())
    if (reply.type === 'result' || reply.type === 'error') return { ...reply, id }
    throw new Error(`the server answered with a message of type ${reply.type}`)
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
