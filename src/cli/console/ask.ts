import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { visibleText } from './visible-text'

/** Asks a person a question that is answered by yes or no; what is not a yes is a no. */
export type Ask = (question: string, signal: AbortSignal) => Promise<boolean>

/** @returns undefined where nobody can be asked: in a script, in a pipe */
export function askOn(
  input: Readable & { readonly isTTY?: boolean },
  output: NodeJS.WritableStream & { readonly isTTY?: boolean }
): Ask | undefined {
  if (input.isTTY !== true || output.isTTY !== true) return undefined
  return async (question, signal) => {
    // As a plain stream: Ctrl-C stays the signal that it is elsewhere.
    const lines = createInterface({ input, terminal: false, signal })
    try {
      output.write(`${visibleText(question)} [y/N] `)
      for await (const line of lines) return /^\s*y(es)?\s*$/i.test(line)
      return false // the input has ended
    } finally {
      lines.close()
    }
  }
}
