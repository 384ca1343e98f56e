import type { ModelSpec } from '../../core/model/model-spec'
import { required } from '../../core/base/required'
import type { OptimizerSpec } from '../../core/optimizers/optimizer-kinds'
import { type Life, placeByLives } from '../shared/place-by-lives'
import { predictionJobs, trainingJobs } from './kernels/network-jobs'
import { schedule } from './kernels/schedule'
import type { PlannedRegion, WebgpuPlan } from './plan/plan'
import { type PlannedObjective, planWebgpu } from './plan/plan-webgpu'

/** Floats that share 128 bytes, a line of a graphics card's cache: every region begins with one of its own. */
const lineFloats = 32

/** A plan in which regions that are never in use at the same time, in training or prediction, share their places. */
export function planSharedMemory(
  model: ModelSpec,
  optimizer: OptimizerSpec,
  batchSize: number,
  objective: PlannedObjective = {}
): WebgpuPlan {
  const apart = planWebgpu(model, optimizer, batchSize, objective)
  const lives = regionLives(apart)
  const regions = [...apart.regions].sort((a, b) => b.floats - a.floats)
  // What no dispatch touches has no life, and may lie anywhere.
  const { offsets, size } = placeByLives(
    regions.map(({ name, floats }) => ({ size: wholeLines(floats), lives: lives.get(name) ?? [] }))
  )
  const begin = wholeLines(apart.floats - sum(apart.regions))
  return planWebgpu(model, optimizer, batchSize, objective, {
    offsets: new Map(
      regions.map(({ name }, i) => [name, begin + required(offsets[i], 'a place for each region')])
    ),
    end: begin + size
  })
}

/**
 * When each region is in use, counted in dispatches: those of a training step, then those of a prediction. Nothing in them
 * is needed afterwards but the scores, which the last dispatch of a prediction makes.
 */
function regionLives(plan: WebgpuPlan): Map<string, Life[]> {
  const lives = new Map<string, Life[]>()
  let time = 0
  for (const jobs of [trainingJobs(plan), predictionJobs(plan)]) {
    const own = new Map<string, Life>()
    for (const phase of schedule(jobs)) {
      for (const name of phase.jobs.flatMap(({ reads, writes }) => [...reads, ...writes])) {
        own.set(name, { from: own.get(name)?.from ?? time, to: time })
      }
      time++
    }
    for (const [name, life] of own) lives.set(name, [...(lives.get(name) ?? []), life])
  }
  return lives
}

function sum(regions: readonly PlannedRegion[]): number {
  return regions.reduce((total, { floats }) => total + floats, 0)
}

function wholeLines(floats: number): number {
  return Math.ceil(floats / lineFloats) * lineFloats
}
