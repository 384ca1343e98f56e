import { LabError } from '../core/base/lab-error'
import { z } from '../core/base/schema'
import type { CallUpload } from '../lab/contract/call-upload'
import { mostUploadBytes, serverPaths } from '../lab/contract/channels'
import { wireReply, type WireReply } from '../lab/contract/wire'

const file = z.object({ name: z.string(), content: z.string() })
const largeCall = z.discriminatedUnion('method', [
  z.object({
    id: z.int(),
    method: z.enum(['loadCheckpoint', 'examineNetwork']),
    input: z.looseObject({ files: z.array(file) })
  }),
  z.object({ id: z.int(), method: z.literal('inspectPicture'), input: z.looseObject({ picture: file }) })
])

/** A call that is to be posted: its files, and the rest of it. */
interface LargeCall extends Pick<CallUpload, 'id' | 'method' | 'input'> {
  readonly files: readonly z.infer<typeof file>[]
}

/**
 * Takes a message that is too large for the socket.
 * @throws LabError where it is no call with files, or one that is too large for the server
 */
export function parseLargeCall(message: unknown): LargeCall {
  const call = largeCall.safeParse(message)
  if (!call.success) {
    throw new LabError(
      'invalid-input',
      'This message is too large for the server.',
      'Make it smaller and try again.'
    )
  }
  const large = takeFiles(call.data)
  const size = large.files.reduce((sum, { content }) => sum + content.length, 0)
  if (size >= mostUploadBytes) {
    throw new LabError(
      'invalid-input',
      `The server accepts at most ${mostUploadBytes / 1_000_000} MB; this checkpoint has ${Math.ceil(size / 1_000_000)}.`,
      'Load it with the command line instead: evaluate <file>.'
    )
  }
  return large
}

function takeFiles(call: z.infer<typeof largeCall>): LargeCall {
  const { id } = call
  if (call.method === 'inspectPicture') {
    const { picture, ...input } = call.input
    return { id, method: call.method, input, files: [picture] }
  }
  const { files, ...input } = call.input
  return { id, method: call.method, input, files }
}

/** Sends a call with large files, and gives the answer to it. */
export async function postCall(page: string, { id, method, input, files }: LargeCall): Promise<WireReply> {
  const header: CallUpload = {
    id,
    method,
    input,
    files: files.map(({ name, content }) => ({ name, length: content.length }))
  }
  const body = new Blob([JSON.stringify(header), '\n', ...files.map(({ content }) => content)])
  try {
    const response = await fetch(new URL(serverPaths.upload, page), { method: 'POST', body })
    const reply = wireReply.parse(await response.json())
    if (reply.type === 'result' || reply.type === 'error') return { ...reply, id }
    throw new Error(`the server answered with a message of type ${reply.type}`)
  } catch (cause) {
    const error = new LabError(
      'offline',
      'The file could not be sent to the server.',
      'Try again. Large files can also be read with the command line: evaluate <file>, predict <run> <image>.',
      cause
    )
    return { type: 'error', id, error: error.toData() }
  }
}
