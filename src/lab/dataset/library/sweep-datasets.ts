import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { datasetKey } from '../../../core/data/dataset-id'
import { removeLeftovers } from '../../ownership/remove-leftovers'
import { findMarks, removeMark } from './edit-mark'
import { removeUnneeded } from './remove-unneeded'
import { readCollection } from './stored-collection'
import { draftPath } from './stored-draft'
import { readManifest } from './stored-manifest'

/**
 * Removes from each data set's folder what processes that are gone left there: unfinished files, and those that only states
 * before an edit need. Never fails; a data set whose manifest cannot be read stays as it is.
 * @param datasets the folder of all data sets
 */
export async function sweepDatasets(datasets: string): Promise<void> {
  const ids = (await readdir(datasets).catch(() => [])).filter((id) => datasetKey.safeParse(id).success)
  for (const id of ids) await sweep(path.join(datasets, id)).catch(() => undefined)
}

async function sweep(folder: string): Promise<void> {
  const { living, dead } = await findMarks(folder, await readdir(folder))
  if (dead.length > 0 && living.length === 0) {
    const now = await readCollection(folder)
    if (now !== undefined) await removeUnneeded(folder, [now])
    // It died between the two: the manifest counts.
    if ((await readManifest(folder)) !== undefined) await rm(draftPath(folder), { force: true })
    for (const mark of dead) await removeMark(folder, mark)
  }
  await removeLeftovers([folder])
}
