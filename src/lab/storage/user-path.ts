import { homedir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { LabError } from '../../core/base/lab-error'

/**
 * A path as people type or paste it: with spaces around it, in quotation marks (as file managers copy it), as a
 * `file://` address, or with `~` for the home folder.
 * @throws LabError 'invalid-input' for an address that is no path on this computer
 */
export function userPath(text: string, home: () => string = homedir): string {
  const trimmed = text.trim()
  const quoted = /^(["'])(.+)\1$/s.exec(trimmed)?.[2] ?? trimmed
  if (/^file:/i.test(quoted)) return pathOfAddress(quoted)
  if (quoted === '~') return home()
  return /^~[/\\]/.test(quoted) ? path.join(home(), quoted.slice(2)) : quoted
}

function pathOfAddress(address: string): string {
  try {
    return fileURLToPath(address)
  } catch (cause) {
    throw new LabError(
      'invalid-input',
      `${address.slice(0, 200)} is not the address of a file on this computer.`,
      'Give the path itself, such as /home/ada/model.json, or an address that begins with file:///.',
      cause
    )
  }
}
