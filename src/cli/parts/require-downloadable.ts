import { LabError } from '../../core/base/lab-error'
import { ownCommand } from '../../core/base/own-command'
import { downloadableSets } from '../../core/data/downloadable-sets'
import type { Session } from '../console/session'

/** @throws LabError 'not-found' that says what can be downloaded, and what the lab throws */
export async function requireDownloadable({ lab }: Session, id: string): Promise<void> {
  try {
    await lab.getDataset({ dataset: id })
  } catch (thrown) {
    const error = LabError.from(thrown)
    if (error.code !== 'not-found') throw error
    const { info: home } = await lab.getDataset({})
    const ids = [home.id, ...downloadableSets.map((set) => set.id)].join(' and ')
    throw new LabError(
      'not-found',
      `“${id}” cannot be downloaded, and there is no data set of that name in this data folder.`,
      `Only ${ids} can be downloaded. Import others from their files: ${ownCommand} data import <path>`,
      error
    )
  }
}
