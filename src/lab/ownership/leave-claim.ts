// For tests: what another process leaves.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ownIdentity, type ProcessIdentity } from './process-identity'

/** Puts the claim of a process into a folder as if it had taken it, without a life sign; it differs from this one in `changes`. */
export async function leaveClaim(
  folder: string,
  changes: Partial<ProcessIdentity>,
  role: 'lab' | 'trainer' = 'lab'
): Promise<string> {
  const token = 'feedfacecafebeef'
  const path = join(folder, 'owner', `${token}.${role}.json`)
  await mkdir(join(folder, 'owner'), { recursive: true })
  const process = { ...(await ownIdentity()), ...changes }
  await writeFile(path, JSON.stringify({ format: 1, process, brief: false }))
  return path
}
