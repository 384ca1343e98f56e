import { LabError } from '../../core/base/lab-error'
import type { Environment } from '../download/proxy-for'
import { crashed, TrainerProcess } from './trainer-process'
import type { TrainerJob, TrainerMessage } from './trainer-protocol'

/** A short job in a training process of its own, and how to end it early. */
export interface TrainerTask<T> {
  /** @throws LabError what the process reported, or 'trainer-crashed' */
  readonly result: Promise<T>
  /** Asks it to stop; resolves when the process is gone. */
  readonly cancel: () => Promise<void>
}

/**
 * @param read picks the result out of the messages; undefined for all others
 * @param environment is added to the lab's own
 */
export function runTrainerJob<T>(
  trainerFile: string,
  job: TrainerJob,
  read: (message: TrainerMessage) => T | undefined,
  environment: Environment = {}
): TrainerTask<T> {
  let result: T | undefined
  let error: LabError | undefined
  const trainer = new TrainerProcess(
    trainerFile,
    (message) => {
      if (message.type === 'failed') error = LabError.fromData(message.error)
      else result ??= read(message)
    },
    environment
  )
  trainer.begin(job)
  return {
    result: trainer.exited.then((exit) => {
      if (result !== undefined) return result
      throw error ?? crashed(exit)
    }),
    cancel: () => trainer.stop()
  }
}
