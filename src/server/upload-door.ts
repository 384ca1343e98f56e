import type { IncomingMessage, ServerResponse } from 'node:http'
import { finished } from 'node:stream/promises'
import { LabError } from '../core/base/lab-error'
import { parseInput } from '../core/base/parse-input'
import { securityHeaders } from '../lab/assets/read-asset'
import { mostUploadBytes } from '../lab/contract/channels'
import { callUpload } from '../lab/contract/call-upload'
import type { Lab } from '../lab/contract/contract'
import type { WireReply, WireRequest } from '../lab/contract/wire'
import { answerCall, type OnDefect } from '../lab/rpc/serve'
import { clientText } from './client-text'

const mostHeaderBytes = 2_000_000
const newline = 0x0a

/** Answers calls with large files, which come by POST: one at a time, of a size that is checked before it is read. */
export class UploadDoor {
  readonly #lab: Lab
  readonly #onDefect: OnDefect
  #busy = false

  constructor(lab: Lab, onDefect: OnDefect) {
    this.#lab = lab
    this.#onDefect = onDefect
  }

  async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = await this.#answer(request)
    response.writeHead(200, {
      ...securityHeaders,
      // What was not read is not waited for.
      ...(request.complete ? {} : { Connection: 'close' }),
      'Cache-Control': 'no-store',
      'Content-Type': 'application/json; charset=utf-8'
    })
    response.end(clientText(reply))
  }

  async #answer(request: IncomingMessage): Promise<WireReply> {
    if (this.#busy) {
      // An answer before the end of a request is lost on the way to some browsers.
      await finished(request.resume())
      return failed(
        new LabError('busy', 'Another large file is being loaded.', 'Try again when it has been loaded.')
      )
    }
    this.#busy = true
    try {
      const call = parseUpload(await readBody(request))
      // Nothing travels while the lab works, and that may take a while.
      request.socket.setTimeout(0)
      return await answerCall(this.#lab, call, this.#onDefect)
    } catch (thrown) {
      return failed(LabError.from(thrown))
    } finally {
      this.#busy = false
    }
  }
}

/** The page knows which of its calls it posted: that number stands for it. */
function failed(error: LabError): WireReply {
  return { type: 'error', id: 0, error: error.toData() }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const length = Number(request.headers['content-length'] ?? Number.NaN)
  if (!Number.isSafeInteger(length) || length > mostUploadBytes) {
    throw new LabError(
      'invalid-input',
      `An upload can have at most ${mostUploadBytes / 1_000_000} MB, and the request must state its size.`,
      'Choose a smaller file, or use the command line.'
    )
  }
  const body = Buffer.allocUnsafe(length)
  let filled = 0
  for await (const chunk of request) {
    const bytes: unknown = chunk
    if (Buffer.isBuffer(bytes)) filled += bytes.copy(body, filled)
  }
  return body
}

function parseUpload(body: Buffer): WireRequest {
  const end = body.subarray(0, mostHeaderBytes).indexOf(newline)
  const line: unknown = end < 0 ? undefined : parseJson(body.toString('utf8', 0, end))
  const { id, method, input, files } = parseInput(callUpload, line, 'The call that was sent')
  let from = end + 1
  const contents = files.map(({ name, length }) => {
    const content = body.toString('latin1', from, from + length)
    from += length
    return { name, content }
  })
  switch (method) {
    case 'loadCheckpoint':
    case 'examineNetwork':
      return { id, method, input: { ...input, files: contents } }
    case 'inspectPicture':
      return { id, method, input: { ...input, picture: contents[0] } }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // the schema says what is wrong with it
  }
}
