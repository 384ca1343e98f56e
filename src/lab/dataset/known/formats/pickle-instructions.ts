import { badFile } from './bad-file'
import type { PickleCursor } from './pickle-cursor'
import { build, isKind, requireKnownGlobal, setArray, setNumberType } from './pickle-globals'
import type { PickleStack } from './pickle-stack'
import { nameOf } from './pickle-text'
import { describeValue } from './pickle-value'
import { wholeNumber } from './plain-values'
import { refuseOpcode } from './refuse-opcode'

/** What an instruction of a pickle works with. */
export interface Machine {
  readonly cursor: PickleCursor
  readonly stack: PickleStack
  readonly file: string
}

/** @throws LabError 'data-corrupt' | 'unsupported' */
export function carryOut(opcode: number, machine: Machine): void {
  const instruction = instructions[opcode]
  if (instruction === undefined) refuseOpcode(opcode, machine.cursor, machine.file)
  instruction(machine)
}

/** What works on values that have been read, by its opcode. */
const instructions: Readonly<Record<number, (machine: Machine) => void>> = {
  0x80: ({ cursor }) => void cursor.take(1), // PROTO
  0x95: ({ cursor }) => void cursor.take(8), // FRAME
  0x98: ({ stack }) => void stack.top(), // READONLY_BUFFER
  0x28: ({ stack }) => stack.mark(), // MARK
  0x30: ({ stack }) => void stack.pop(), // POP
  0x31: ({ stack }) => void stack.popToMark(), // POP_MARK
  0x32: ({ stack }) => stack.push(stack.top()), // DUP
  0x61: ({ stack }) => stack.append(stack.popLast(1)), // APPEND
  0x65: ({ stack }) => stack.append(stack.popToMark()), // APPENDS
  0x73: ({ stack }) => stack.setItems(stack.popLast(2)), // SETITEM
  0x75: ({ stack }) => stack.setItems(stack.popToMark()), // SETITEMS
  0x6c: ({ stack }) => stack.push({ kind: 'list', items: stack.popToMark() }), // LIST
  0x64: ({ stack }) => {
    // DICT
    const items = stack.popToMark()
    stack.push({ kind: 'dict', entries: new Map() })
    stack.setItems(items)
  },
  0x74: ({ stack }) => stack.push({ kind: 'tuple', items: stack.popToMark() }), // TUPLE
  0x85: ({ stack }) => stack.push({ kind: 'tuple', items: stack.popLast(1) }), // TUPLE1
  0x86: ({ stack }) => stack.push({ kind: 'tuple', items: stack.popLast(2) }), // TUPLE2
  0x87: ({ stack }) => stack.push({ kind: 'tuple', items: stack.popLast(3) }), // TUPLE3
  0x70: ({ stack, cursor, file }) => stack.remember(stack.top(), lineNumber(cursor, file)), // PUT
  0x71: ({ stack, cursor }) => stack.remember(stack.top(), cursor.byte()), // BINPUT
  0x72: ({ stack, cursor }) => stack.remember(stack.top(), cursor.uint32()), // LONG_BINPUT
  0x94: ({ stack }) => stack.remember(stack.top()), // MEMOIZE
  0x67: ({ stack, cursor, file }) => stack.push(stack.recall(lineNumber(cursor, file))), // GET
  0x68: ({ stack, cursor }) => stack.push(stack.recall(cursor.byte())), // BINGET
  0x6a: ({ stack, cursor }) => stack.push(stack.recall(cursor.uint32())), // LONG_BINGET
  0x63: ({ stack, cursor, file }) => pushGlobal(stack, [cursor.line(), cursor.line()].map(globalPart), file), // GLOBAL
  0x93: ({ stack, file }) => pushGlobal(stack, stack.popLast(2).map(nameOf), file), // STACK_GLOBAL
  0x52: ({ stack, file }) => reduce(stack, file), // REDUCE
  0x62: ({ stack, file }) => setState(stack, file) // BUILD
}

function globalPart(line: Buffer): string {
  return line.toString('latin1', 0, 200)
}

function pushGlobal(stack: PickleStack, [module, name]: readonly (string | undefined)[], file: string): void {
  if (module === undefined || name === undefined) throw badFile(file, 'asks to run something without a name')
  requireKnownGlobal(`${module}.${name}`, file)
  stack.push({ kind: 'global', name: `${module}.${name}` })
}

function reduce(stack: PickleStack, file: string): void {
  const [callee, parts] = stack.popLast(2)
  if (!isKind(callee, 'global') || !isKind(parts, 'tuple')) {
    throw badFile(file, `is no valid pickle: it calls ${describeValue(callee)} with ${describeValue(parts)}`)
  }
  const [first] = parts.items
  // What is written as text is decoded into a copy, and must not be decoded again and again.
  if (isKind(first, 'text')) stack.spend(first.bytes.length)
  stack.push(build(callee.name, parts.items, file))
}

function setState(stack: PickleStack, file: string): void {
  const state = stack.pop()
  const target = stack.top()
  if (isKind(target, 'array')) setArray(target, state, file)
  else if (isKind(target, 'number-type')) setNumberType(target, state, file)
  else throw badFile(file, `is no valid pickle: it sets the state of ${describeValue(target)}`)
}

function lineNumber(cursor: PickleCursor, file: string): number {
  const index = wholeNumber(cursor.line().toString('latin1', 0, 64), file)
  if (typeof index !== 'number')
    throw badFile(file, 'is no valid pickle: it counts with something other than a number')
  return index
}
