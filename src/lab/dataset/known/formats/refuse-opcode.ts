import { badFile } from './bad-file'
import type { PickleCursor } from './pickle-cursor'

/** Opcodes of Python's that no data set needs. */
const refused: Readonly<Record<number, string>> = {
  0x50: 'PERSID',
  0x51: 'BINPERSID',
  0x6f: 'OBJ',
  0x81: 'NEWOBJ',
  0x82: 'EXT1',
  0x83: 'EXT2',
  0x84: 'EXT4',
  0x8f: 'EMPTY_SET',
  0x90: 'ADDITEMS',
  0x91: 'FROZENSET',
  0x92: 'NEWOBJ_EX',
  0x97: 'NEXT_BUFFER'
}

/** @throws LabError 'data-corrupt' that says what the pickle asks for */
export function refuseOpcode(opcode: number, cursor: PickleCursor, file: string): never {
  if (opcode === 0x69) {
    // INST: a class's name, and what to make it of.
    const names = [cursor.line(), cursor.line()].map((line) => line.toString('latin1', 0, 200))
    throw badFile(
      file,
      `asks to run ${names.join('.')}. Tenfold runs nothing that a data file asks for, and refused the file`
    )
  }
  const name = refused[opcode]
  throw badFile(
    file,
    name === undefined
      ? `is no pickle: it has the unknown instruction 0x${opcode.toString(16).padStart(2, '0')}`
      : `holds the instruction ${name}, which no data set needs`
  )
}
