import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { storageError } from '../../storage/storage-error'

/** What every page has in common. */
export interface PageFiles {
  readonly script: string
  readonly style: string
  /** Of what is packed into the script. */
  readonly licences: string
}

/**
 * @param folder where the build puts src/page
 * @throws LabError 'storage'
 */
export async function readPageFiles(folder: string): Promise<PageFiles> {
  const read = async (name: string): Promise<string> => {
    const file = path.join(folder, name)
    return readFile(file, 'utf8').catch((cause: unknown) => {
      throw storageError(cause, 'read', file)
    })
  }
  const [script, style, licences] = await Promise.all(['page.js', 'page.css', 'licences.txt'].map(read))
  if (script === undefined || style === undefined || licences === undefined)
    throw new Error('three files were read')
  return { script, style, licences }
}
