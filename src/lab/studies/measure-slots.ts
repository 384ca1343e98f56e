import { cpus } from 'node:os'
import type { EngineId } from '../../core/base/engine-id'
import type { RunConfig } from '../../core/settings/run-config'
import { mostAtOnce } from '../../core/study/most-at-once'
import { runTrainerJob, type TrainerTask } from '../training/run-trainer-job'

/** Engines that compute on this machine's processor, in threads of their own. */
const onProcessor: readonly EngineId[] = ['wasm', 'reference']

/**
 * How many runs can train at a time without slowing one another down, found out by training for a moment with more and
 * more processes.
 * @param signal ends the measurement
 * @throws LabError 'trainer-crashed', or what the engine throws
 */
export async function measureSlots(
  trainerFile: string,
  engine: EngineId,
  config: RunConfig,
  signal: AbortSignal
): Promise<number> {
  // A graphics card, or a library that uses all cores by itself, has room for one.
  if (!onProcessor.includes(engine)) return 1
  const most = Math.max(1, Math.floor(cpus().length / Math.max(1, config.threads)))
  return mostAtOnce(most, async (count) => {
    const tasks: TrainerTask<number>[] = Array.from({ length: count }, () =>
      runTrainerJob(
        trainerFile,
        { kind: 'time', engine, workload: config, batchSize: config.batchSize },
        (message) => (message.type === 'timed' ? message.stepsPerSecond : undefined)
      )
    )
    const cancel = (): void => tasks.forEach((task) => void task.cancel())
    signal.addEventListener('abort', cancel)
    try {
      const speeds = await Promise.all(tasks.map(({ result }) => result))
      return speeds.reduce((slowest, speed) => Math.min(slowest, speed))
    } finally {
      signal.removeEventListener('abort', cancel)
    }
  })
}
