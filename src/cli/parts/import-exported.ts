import { open, stat } from 'node:fs/promises'
import { ownCommand } from '../../core/base/own-command'
import { formatCount } from '../../core/format/format-number'
import { userPath } from '../../lab/storage/user-path'
import type { Session } from '../console/session'
import { followTransfer } from './follow-transfer'

/** Where a tar file has the name of its first entry; an exported data set begins with its manifest. */
const firstName = 'manifest.json\0'

/** Whether there is an exported data set at a path, by its first bytes or its name. */
export async function isExported(given: string): Promise<boolean> {
  const file = userPath(given)
  try {
    if (!(await stat(file)).isFile()) return false
    if (file.endsWith('.tenfold-data')) return true
    const handle = await open(file)
    try {
      const head = Buffer.alloc(firstName.length)
      const { bytesRead } = await handle.read(head, 0, head.length, 0)
      return bytesRead === head.length && head.toString('latin1') === firstName
    } finally {
      await handle.close()
    }
  } catch {
    // What is wrong with it, the import tells.
    return false
  }
}

/** Adds a data set that was exported as one file. */
export async function importExported(session: Session, file: string): Promise<void> {
  const { lab, terminal, json } = session
  const { id, name, images } = await followTransfer(session, () => lab.importArchive({ path: file }))
  if (json) {
    terminal.printJson({ dataset: await lab.getDataset({ dataset: id }), findings: [] })
    return
  }
  terminal.print(`${name}: ${formatCount(images)} images, ready as “${id}”`)
  terminal.say(`Train on it with: ${ownCommand} train --data ${id}`)
}
