import { expect, test } from 'vitest'
import { initialWeights } from '../../core/model/initial-weights'
import { Random } from '../../core/maths/random'
import { defaultOptimizers, type OptimizerSpec } from '../../core/optimizers/optimizer-kinds'
import { lessonConfig } from '../../core/settings/run-config'
import { type TrainingState, untrainedState } from '../../core/model/weights'
import type { PhaseTimes } from '../../core/engine/engine'
import { wasmEngine } from './engine'

/** Enough for one sample at least, even where many a step is held up while it is timed. */
const steps = 80
const { model, optimizer: sgd, batchSize } = lessonConfig
const { muon } = defaultOptimizers

async function train(
  threads: number,
  stepsPerCall: number,
  clipNorm = 0,
  optimizer: OptimizerSpec = sgd
): Promise<{
  readonly state: TrainingState
  readonly phases: PhaseTimes | undefined
  readonly losses: number[]
}> {
  const state = untrainedState(initialWeights(model, 1))
  const program = await wasmEngine.compile({ model, optimizer, batchSize, clipNorm, threads, seed: 1, state })
  try {
    const slot = program.createSlot(steps * batchSize)
    const random = Random.seeded(7)
    slot.images.forEach((_, i) => (slot.images[i] = random.nextBelow(256)))
    slot.labels.forEach((_, i) => (slot.labels[i] = random.nextBelow(10)))
    const all: number[] = []
    const rates = new Float64Array(stepsPerCall).fill(optimizer.learningRate)
    const losses = new Float32Array(stepsPerCall)
    for (let step = 0; step < steps; step += stepsPerCall) {
      await program.train(slot, step * batchSize, stepsPerCall * batchSize, batchSize, rates, losses)
      all.push(...losses)
    }
    return { state: await program.readState(), phases: program.phases, losses: all }
  } finally {
    await program.dispose()
  }
}

/** A step whose forward pass was held up counts for nothing: tries again until there is one that was not. */
async function trainTimed(...given: Parameters<typeof train>): ReturnType<typeof train> {
  for (let left = 100; ; left--) {
    const trained = await train(...given)
    if (trained.phases !== undefined || left === 0) return trained
  }
}

test.each([
  [1, 0, 'sgd'],
  [2, 0, 'sgd'],
  [2, 0.5, 'sgd'],
  [2, 0, 'muon'],
  [2, 0.5, 'muon']
] as const)(
  'steps that are timed compute the same to the bit: %i threads, clipped to %d, %s',
  async (threads, clipNorm, type) => {
    const optimizer = { sgd, muon }[type]
    const untimed = await train(threads, steps, clipNorm, optimizer)
    const timed = await trainTimed(threads, 4, clipNorm, optimizer)
    expect(untimed.phases).toBeUndefined()
    expect(timed.phases?.samples).toBeGreaterThan(0)
    expect(timed.losses).toEqual(untimed.losses)
    expect(timed.state).toEqual(untimed.state)
  }
)

test('the phases of a step are times', async () => {
  const { phases } = await trainTimed(1, 1)
  expect(phases?.forward).toBeGreaterThan(0)
  expect(phases?.backward).toBeGreaterThan(0)
  expect(phases?.update).toBeGreaterThan(0)
})
