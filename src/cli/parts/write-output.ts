import { Option } from 'commander'
import { fstatSync, statSync } from 'node:fs'
import { lstat } from 'node:fs/promises'
import path from 'node:path'
import { LabError } from '../../core/base/lab-error'
import { errorCode, storageError } from '../../lab/storage/storage-error'
import { writeUserFile } from '../../lab/user-files/write-user-file'
import type { Session } from '../console/session'

export const outputOption = (): Option =>
  new Option('--output <path>', 'the file to write; "-" means stdout (default: a free name in this folder)')

/**
 * Writes a file that the lab made, and says where.
 * @param output the path that the user gave, where `-` is stdout; without one, `fileName` or the next name that is free
 */
export async function writeOutput(
  session: Session,
  output: string | undefined,
  fileName: string,
  bytes: Uint8Array
): Promise<void> {
  if (output === undefined) {
    const free = await freeName(fileName)
    await writeUserFile(free, bytes)
    sayWritten(session, free)
    return
  }
  if (!isStdout(output)) {
    await writeUserFile(output, bytes)
    sayWritten(session, output)
    return
  }
  if (session.json) {
    throw new LabError(
      'invalid-input',
      '--json and --output - cannot both write to stdout.',
      'Leave one of them out.'
    )
  }
  session.terminal.printBytes(bytes)
}

/** Whether a path is stdout by any of its names: what is printed there must not mix with a file. */
export function isStdout(output: string): boolean {
  if (output === '-') return true
  try {
    const named = statSync(output, { bigint: true })
    const stdout = fstatSync(1, { bigint: true })
    return named.ino === stdout.ino && named.dev === stdout.dev
  } catch {
    return false // nothing has that name yet, or there is no stdout
  }
}

/** `report.html`, or `report-2.html` where that is taken, and so on. */
export async function freeName(fileName: string): Promise<string> {
  const extension = /(\.tenfold)?\.[\w-]+$/.exec(fileName)?.[0] ?? ''
  const stem = fileName.slice(0, fileName.length - extension.length)
  for (let n = 1; ; n++) {
    const name = n === 1 ? fileName : `${stem}-${n}${extension}`
    if (!(await isTaken(name))) return name
  }
}

async function isTaken(name: string): Promise<boolean> {
  try {
    await lstat(name)
    return true
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return false
    throw storageError(cause, 'write', name)
  }
}

/** stdout gets the path alone, so that scripts can go on with it. */
export function sayWritten({ terminal, json }: Session, output: string): void {
  const absolute = path.resolve(output)
  if (json) terminal.printJson({ path: absolute })
  else terminal.print(absolute)
}
