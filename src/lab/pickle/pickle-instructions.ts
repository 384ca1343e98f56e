import type { PickleCursor } from './pickle-cursor'
import type { PickleDialect } from './pickle-dialect'
import type { PickleStack } from './pickle-stack'
import { nameOf } from './pickle-text'
import { describeValue, isKind } from './pickle-value'
import { wholeNumber } from './plain-values'
import { refuseOpcode } from './refuse-opcode'

/** What an instruction of a pickle works with. */
export interface Machine {
  readonly cursor: PickleCursor
  readonly stack: PickleStack
  readonly dialect: PickleDialect
}

/** @throws the dialect's errors */
export function carryOut(opcode: number, machine: Machine): void {
  const instruction = instructions[opcode]
  if (instruction === undefined) refuseOpcode(opcode, machine.cursor, machine.dialect)
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
  0x90: ({ stack }) => stack.append(stack.popToMark()), // ADDITEMS
  0x73: ({ stack }) => stack.setItems(stack.popLast(2)), // SETITEM
  0x75: ({ stack }) => stack.setItems(stack.popToMark()), // SETITEMS
  0x6c: ({ stack }) => stack.push({ kind: 'list', items: stack.popToMark() }), // LIST
  0x91: ({ stack }) => stack.push({ kind: 'list', items: stack.popToMark() }), // FROZENSET
  0x64: ({ stack }) => {
    // DICT
    const items = stack.popToMark()
    stack.push({ kind: 'dict', entries: new Map(), subclass: false })
    stack.setItems(items)
  },
  0x74: ({ stack }) => stack.push({ kind: 'tuple', items: stack.popToMark() }), // TUPLE
  0x85: ({ stack }) => stack.push({ kind: 'tuple', items: stack.popLast(1) }), // TUPLE1
  0x86: ({ stack }) => stack.push({ kind: 'tuple', items: stack.popLast(2) }), // TUPLE2
  0x87: ({ stack }) => stack.push({ kind: 'tuple', items: stack.popLast(3) }), // TUPLE3
  0x70: ({ stack, ...from }) => stack.remember(stack.top(), lineNumber(from)), // PUT
  0x71: ({ stack, cursor }) => stack.remember(stack.top(), cursor.byte()), // BINPUT
  0x72: ({ stack, cursor }) => stack.remember(stack.top(), cursor.uint32()), // LONG_BINPUT
  0x94: ({ stack }) => stack.remember(stack.top()), // MEMOIZE
  0x67: ({ stack, ...from }) => stack.push(stack.recall(lineNumber(from))), // GET
  0x68: ({ stack, cursor }) => stack.push(stack.recall(cursor.byte())), // BINGET
  0x6a: ({ stack, cursor }) => stack.push(stack.recall(cursor.uint32())), // LONG_BINGET
  0x63: (machine) => pushGlobal(machine, [machine.cursor.line(), machine.cursor.line()].map(globalPart)), // GLOBAL
  0x93: (machine) => pushGlobal(machine, machine.stack.popLast(2).map(nameOf)), // STACK_GLOBAL
  0x51: refer, // BINPERSID
  0x52: reduce, // REDUCE
  0x62: setState // BUILD
}

function globalPart(line: Buffer): string {
  return line.toString('latin1', 0, 200)
}

function pushGlobal({ stack, dialect }: Machine, [module, name]: readonly (string | undefined)[]): void {
  if (module === undefined || name === undefined) throw dialect.bad('asks to run something without a name')
  const full = `${module}.${name}`
  if (!Object.hasOwn(dialect.globals, full)) throw dialect.unknownGlobal(full)
  stack.push({ kind: 'global', name: full })
}

function refer({ stack, cursor, dialect }: Machine): void {
  if (dialect.refer === undefined) refuseOpcode(0x51, cursor, dialect)
  stack.push(dialect.refer(stack.pop()))
}

function reduce({ stack, dialect }: Machine): void {
  const [callee, parts] = stack.popLast(2)
  if (!isKind(callee, 'global') || !isKind(parts, 'tuple')) {
    throw dialect.bad(`is no valid pickle: it calls ${describeValue(callee)} with ${describeValue(parts)}`)
  }
  const builder = dialect.globals[callee.name]
  if (builder === undefined || builder === 'class') {
    throw dialect.bad(`calls ${callee.name}, which is no function`)
  }
  const [first] = parts.items
  // What is written as text is decoded into a copy, and must not be decoded again and again.
  if (isKind(first, 'text')) stack.spend(first.bytes.length)
  stack.push(builder(parts.items, dialect))
}

function setState({ stack, dialect }: Machine): void {
  const state = stack.pop()
  const target = stack.top()
  if (isKind(target, 'object') && target.setState !== undefined) target.setState(state)
  else if (!isKind(target, 'dict') || !target.subclass)
    throw dialect.bad(`is no valid pickle: it sets the state of ${describeValue(target)}`)
}

function lineNumber({ cursor, dialect }: Pick<Machine, 'cursor' | 'dialect'>): number {
  const index = wholeNumber(cursor.line().toString('latin1', 0, 64), dialect)
  if (typeof index !== 'number')
    throw dialect.bad('is no valid pickle: it counts with something other than a number')
  return index
}
