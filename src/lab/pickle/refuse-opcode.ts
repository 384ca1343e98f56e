import type { PickleCursor } from './pickle-cursor'
import type { PickleDialect } from './pickle-dialect'

/** Opcodes of Python's that no file needs, or one kind of file alone. */
const refused: Readonly<Record<number, string>> = {
  0x50: 'PERSID',
  0x51: 'BINPERSID',
  0x6f: 'OBJ',
  0x81: 'NEWOBJ',
  0x82: 'EXT1',
  0x83: 'EXT2',
  0x84: 'EXT4',
  0x92: 'NEWOBJ_EX',
  0x97: 'NEXT_BUFFER'
}

/** @throws the dialect's error, which says what the pickle asks for */
export function refuseOpcode(opcode: number, cursor: PickleCursor, dialect: PickleDialect): never {
  if (opcode === 0x69) {
    // INST: a class's name, and what to make it of.
    const names = [cursor.line(), cursor.line()].map((line) => line.toString('latin1', 0, 200))
    throw dialect.unknownGlobal(names.join('.'))
  }
  const name = refused[opcode]
  throw dialect.bad(
    name === undefined
      ? `is no pickle: it has the unknown instruction 0x${opcode.toString(16).padStart(2, '0')}`
      : `holds the instruction ${name}, which no ${dialect.holds} needs`
  )
}
