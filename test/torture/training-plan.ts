import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { writeAssignment } from '../../src/core/assignment/assignment'
import { defaultOptimizers } from '../../src/core/optimizers/optimizer-kinds'
import type { RunConfig } from '../../src/core/settings/run-config'
import { Command } from './command'
import { type RunResult, readRunResult } from './run-result'
import { sampleConfig } from './sample-run'
import type { Workplace } from './workplace'

/** A training, and what it comes to when nobody disturbs it. */
export interface TrainingPlan {
  /** For `train --assignment`. */
  readonly assignment: string
  readonly result: RunResult
  /** A data folder with the finished run, to be copied. */
  readonly dataFolder: string
  /** How long the whole command took, in milliseconds. */
  readonly durationMs: number
}

export const shortConfig: RunConfig = {
  ...sampleConfig,
  epochs: 3,
  workers: 0,
  engine: 'wasm',
  threads: 1,
  logEvery: 5,
  checkpointEvery: 10,
  keepCheckpoints: 'all'
}
/** Each saves often. */
const shortConfigs: readonly RunConfig[] = [
  shortConfig,
  { ...shortConfig, optimizer: defaultOptimizers.adam, workers: 1, seed: 2, validationSplit: 0.1 },
  { ...shortConfig, keepCheckpoints: 'latest', batchSize: 3, seed: 3 }
]

/** One that takes some seconds, has a line of the log for every step, and saves only where it ends. */
export const longConfig: RunConfig = { ...shortConfig, epochs: 30, logEvery: 1, checkpointEvery: 10_000_000 }

/** Trains each plan once. */
export async function makePlans(
  workplace: Workplace,
  configs: readonly RunConfig[] = shortConfigs
): Promise<TrainingPlan[]> {
  const plans: TrainingPlan[] = []
  for (const [i, config] of configs.entries()) {
    const assignment = path.join(await workplace.makeFolder(), `plan-${i}.tenfold-assignment.json`)
    await writeFile(assignment, writeAssignment({ title: `Plan ${i}`, room: 'train', config, hidden: [] }))
    const dataFolder = await workplace.makeDataFolder()
    const begin = Date.now()
    const command = new Command(workplace, dataFolder, ['train', '--assignment', assignment])
    const { code } = await command.ended
    if (code !== 0) throw new Error(`the undisturbed training ended with ${await command.tell()}`)
    const durationMs = Date.now() - begin
    plans.push({ assignment, dataFolder, durationMs, result: await readRunResult(dataFolder) })
  }
  return plans
}
