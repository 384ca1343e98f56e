import { cancelled } from '../download/failure'
import { runTrainerJob } from '../training/run-trainer-job'
import type { TensorflowServiceOptions } from './tensorflow-service'

/** Verifies a binding in a training process: the one that draws or serves never loads it. */
export function verifyInTrainer(trainerFile: string): TensorflowServiceOptions['verify'] {
  return async (environment, signal) => {
    const task = runTrainerJob(
      trainerFile,
      { kind: 'verify', engine: 'tensorflow' },
      (message) => (message.type === 'verified' ? message.description : undefined),
      environment
    )
    const stop = (): void => void task.cancel()
    signal.addEventListener('abort', stop, { once: true })
    try {
      if (signal.aborted) throw cancelled()
      return await task.result
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }
}
