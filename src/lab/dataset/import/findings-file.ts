import path from 'node:path'
import { importFinding, type ImportFinding } from '../../../core/data/import-finding'
import { z } from '../../../core/base/schema'
import { readSealedFile, writeSealedFile } from '../../storage/sealed-file'

const kind = {
  name: 'list of findings',
  format: 2,
  content: z.object({ findings: z.array(importFinding) })
}
const placeIn = (folder: string): string => path.join(folder, 'findings.json')

/** What the import of the data set in a folder noticed; nothing for one that was not imported. @throws LabError */
export async function readFindings(folder: string): Promise<readonly ImportFinding[]> {
  const read = await readSealedFile(
    placeIn(folder),
    kind,
    () => 'The images are not affected. Import the data set again to see what was noticed.'
  )
  return read?.findings ?? []
}

/** @throws LabError 'storage' */
export async function writeFindings(folder: string, findings: readonly ImportFinding[]): Promise<void> {
  await writeSealedFile(placeIn(folder), kind, { findings: [...findings] })
}
