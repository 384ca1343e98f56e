import { Option } from 'commander'
import path from 'node:path'
import { LabError } from '../core/lab-error'
import { writeFileAtomically } from '../lab/storage/write-file-atomically'
import type { Session } from './session'

export const outputOption = (): Option =>
  new Option('--output <path>', 'where it goes; "-" is stdout (default: a name of its own, in this folder)')

/** Writes a file that the lab made, and says where; `-` is stdout. */
export async function writeOutput(session: Session, output: string, bytes: Uint8Array): Promise<void> {
  if (output !== '-') {
    await writeFileAtomically(output, bytes)
    sayWritten(session, output)
    return
  }
  if (session.json) {
    throw new LabError('invalid-input', '--json and --output - both want stdout.', 'Leave one of them out.')
  }
  session.terminal.printBytes(bytes)
}

/** stdout gets the path alone, so that scripts can go on with it. */
export function sayWritten({ terminal, json }: Session, output: string): void {
  const absolute = path.resolve(output)
  if (json) terminal.printJson({ path: absolute })
  else terminal.print(absolute)
}
