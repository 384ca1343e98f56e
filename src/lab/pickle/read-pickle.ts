import { PickleCursor } from './pickle-cursor'
import type { PickleDialect } from './pickle-dialect'
import { carryOut } from './pickle-instructions'
import { PickleStack } from './pickle-stack'
import type { PickleValue } from './pickle-value'
import { readPlainValue } from './plain-values'

/** A pickle that has been read. */
export interface ReadPickle {
  readonly value: PickleValue
  /** Bytes from the beginning of the file to the end of the pickle: another may follow. */
  readonly end: number
}

/**
 * Reads a pickle of Python's, protocols 0 to 5, as far as dictionaries of numbers, texts and arrays need it. Runs
 * nothing: what Python would call is looked up by name in the dialect's table, and everything else is refused by name.
 * Takes time and memory in proportion to the file, whatever lengths it claims.
 * @param at where it begins in the bytes
 * @throws the dialect's errors
 */
export function readPickle(bytes: Buffer, dialect: PickleDialect, at = 0): ReadPickle {
  const cursor = new PickleCursor(bytes, dialect, at)
  const stack = new PickleStack(dialect)
  for (let step = 0; step < dialect.mostSteps; step++) {
    const opcode = cursor.byte()
    if (opcode === 0x2e) return { value: stack.result(), end: cursor.position }
    const value = readPlainValue(opcode, cursor, dialect)
    if (value === undefined) carryOut(opcode, { cursor, stack, dialect })
    else stack.push(value)
  }
  throw dialect.bad(`is no valid pickle: it holds far more values than a ${dialect.holds}`)
}
