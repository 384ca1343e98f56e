import { badFile } from './bad-file'
import { PickleCursor } from './pickle-cursor'
import { carryOut } from './pickle-instructions'
import { PickleStack } from './pickle-stack'
import type { PickleValue } from './pickle-value'
import { readPlainValue } from './plain-values'

/** CIFAR-100's largest file takes some 350,000, in the most long-winded protocol. */
const mostSteps = 1_000_000

/**
 * Reads a pickle of Python's, protocols 0 to 5, as far as dictionaries of numbers, texts and numpy's arrays need it.
 * Runs nothing: what Python would call is looked up by name in a table of six (pickle-globals.ts), and everything
 * else is refused by name. Takes time and memory in proportion to the file, whatever lengths it claims.
 * @throws LabError 'data-corrupt' | 'unsupported'
 */
export function readPickle(bytes: Buffer, file: string): PickleValue {
  const cursor = new PickleCursor(bytes, file)
  const stack = new PickleStack(file, bytes.length)
  for (let step = 0; step < mostSteps; step++) {
    const opcode = cursor.byte()
    if (opcode === 0x2e) return stack.result()
    const value = readPlainValue(opcode, cursor, file)
    if (value === undefined) carryOut(opcode, { cursor, stack, file })
    else stack.push(value)
  }
  throw badFile(file, 'is no valid pickle: it holds far more values than a data set')
}
