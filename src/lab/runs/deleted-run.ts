import { LabError } from '../../core/base/lab-error'
import { ownCommand } from '../../core/base/own-command'

/** Where a run was asked for that lies in the trash. */
export function deletedRun(number: number): LabError {
  return new LabError(
    'not-found',
    `Run #${number} is in the trash.`,
    `Restore it from the trash in Runs, or with: ${ownCommand} runs restore ${number}`
  )
}
