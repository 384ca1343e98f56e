import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Checkpoint } from '../../src/core/training/checkpoint'
import { foldRun, newRun } from '../../src/core/run/run-state'
import { startPosition } from '../../src/core/training/train-job'
import { readCheckpoint } from '../../src/lab/checkpoint/read-checkpoint'
import { processExists } from '../../src/lab/ownership/liveness'
import { checkpointSteps, runPaths } from '../../src/lab/runs/run-folder'
import { RunStore } from '../../src/lab/runs/run-store'
import { temporaryOwner } from '../../src/lab/storage/temporary-path'
import { bitsOf } from '../checkpoint/bits-of'
import { processesWith } from '../e2e/processes'

/** What a run came to; two that computed the same are equal. */
export interface RunResult {
  readonly status: string
  readonly step: number
  /** The last one, to the bit. */
  readonly checkpoint: object
  readonly log: unknown
  readonly validations: unknown
  readonly evaluation: unknown
  readonly damagedCheckpoints: unknown
}

/** Of the only run in a data folder. */
export async function readRunResult(dataFolder: string): Promise<RunResult> {
  const results = await readRunResults(dataFolder)
  const [result] = results.values()
  if (result === undefined || results.size > 1) throw new Error(`there are ${results.size} runs`)
  return result
}

/** Of all runs in a data folder, by their names. @throws Error where two have the same */
export async function readRunResults(dataFolder: string): Promise<ReadonlyMap<string, RunResult>> {
  const store = new RunStore(dataFolder, () => undefined)
  try {
    const results = new Map<string, RunResult>()
    for (const { runId, name } of await store.list()) {
      if (results.has(name)) throw new Error(`there are two runs called ${name}`)
      results.set(name, await resultOf(store, runId))
    }
    return results
  } finally {
    await store.close()
  }
}

async function resultOf(store: RunStore, runId: string): Promise<RunResult> {
  const { summary, state, events } = await store.read(runId)
  const folder = store.folder(runId)
  const step = (await checkpointSteps(folder)).at(-1) ?? 0
  const { evaluation, validations } = foldRun(newRun, events)
  return {
    status: summary.status.kind,
    step: state.step,
    checkpoint: withoutTimes(await readCheckpoint(runPaths.checkpoint(folder, step))),
    log: state.log.map(({ step: at, epoch, batch, loss }) => [at, epoch, batch, loss]),
    validations: validations.map(({ step: at, loss, accuracy }) => [at, loss, accuracy]),
    evaluation: [evaluation?.step, evaluation?.result.cells, evaluation?.result.loss],
    damagedCheckpoints: state.damagedCheckpoints
  }
}

/** How long it took differs each time. */
function withoutTimes(checkpoint: Checkpoint): object {
  const { step, runningLoss, point, learningRate } = checkpoint.position
  return bitsOf({ ...checkpoint, position: { ...startPosition(learningRate), step, runningLoss, point } })
}

/** What differs from what should have come out, by name. */
export function differences(found: RunResult, wanted: RunResult): string[] {
  const names = [
    'status',
    'step',
    'checkpoint',
    'log',
    'validations',
    'evaluation',
    'damagedCheckpoints'
  ] as const
  return names
    .filter((name) => !isDeepStrictEqual(found[name], wanted[name]))
    .map((name) => `${name} is not as without the disturbance: ${JSON.stringify(found[name]).slice(0, 200)}`)
}

/**
 * What should be gone when all is over: unfinished files and folders, claims, processes. What carries the number of a
 * process that exists, which may be another one since, Tenfold leaves for the next time.
 */
export async function findLeftovers(dataFolder: string): Promise<string[]> {
  const names = await readdir(dataFolder, { recursive: true })
  const files = names.filter((name) => /(^|\/)(\.tmp-|owner($|\/))/.test(name) && !isInUse(name))
  const processes = processesWith(`TENFOLD_DATA=${dataFolder}`).map(({ command }) => command)
  return [...files, ...processes].map((what) => `left over: ${what}`)
}

function isInUse(name: string): boolean {
  const owners = name.split(path.sep).map(temporaryOwner)
  return owners.some((owner) => owner !== undefined && processExists(owner.pid))
}
