import { pipeline, Readable } from 'node:stream'
import { extract } from 'tar-stream'
import { LabError } from '../../../core/base/lab-error'
import { errorCode } from '../../storage/storage-error'

export interface TarEntry {
  readonly name: string
  readonly type: string
  readonly bytes: number
  readonly content: AsyncIterable<Uint8Array>
}

/** What may lie between two files of an archive beside their bytes: headers and padding. */
const slack = 1 << 20

/**
 * Goes through the entries of a tar, whatever they are.
 * @param source from its begin on
 * @param visit takes an entry's content to its end; `'enough'` from it ends the way
 * @throws LabError 'data-corrupt' for what is no tar, is cut short or hides much between its files
 */
export async function readTar(
  source: AsyncIterable<Uint8Array>,
  visit: (entry: TarEntry) => Promise<unknown>
): Promise<void> {
  const unpacked = extract()
  let allowed = slack
  async function* counted(): AsyncGenerator<Uint8Array, void> {
    let passed = 0
    for await (const piece of source) {
      passed += piece.length
      // A header of its own format may be as long as it likes, and would be kept in memory.
      if (passed > allowed) throw noArchive('there is too much between its files')
      yield piece
    }
  }
  // An error of the source arrives through the last stage, which the pipeline destroys with it.
  pipeline(Readable.from(counted(), { objectMode: true, highWaterMark: 2 }), unpacked, () => undefined)
  try {
    for await (const entry of unpacked) {
      const { name, size, type } = entry.header
      allowed += size + slack
      const answer = await visit({ name, type, bytes: size, content: bytesOf(entry) })
      if (answer === 'enough') return
      entry.resume()
    }
  } catch (error) {
    if (error instanceof LabError || /^E[A-Z]+$/.test(errorCode(error) ?? '')) throw error
    throw noArchive('it is damaged or cut off', error)
  } finally {
    unpacked.destroy()
  }
}

async function* bytesOf(pieces: AsyncIterable<unknown>): AsyncGenerator<Uint8Array, void> {
  for await (const piece of pieces) if (piece instanceof Uint8Array) yield piece
}

/** What is wrong with an archive. @param what continues `The file cannot be imported: ` */
export function noArchive(what: string, cause?: unknown): LabError {
  return new LabError(
    'data-corrupt',
    `The file cannot be imported: ${what}.`,
    'Ask for it to be exported and copied again. Nothing was added.',
    cause
  )
}
