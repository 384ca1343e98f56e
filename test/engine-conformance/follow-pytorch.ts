import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect } from 'vitest'
import type { Engine } from '../../src/core/engine'
import { classCount } from '../../src/core/infer-shapes'
import { modelSpec } from '../../src/core/model-spec'
import { optimizerSpec } from '../../src/core/optimizer-spec'
import { z } from '../../src/core/schema'
import { untrainedState, type Weights } from '../../src/core/weights'
import { checkWorkload } from './check-workload'
import { hashedWeights } from './hashed-weights'
import { fillSlot } from './synthetic-images'

const folder = new URL('../fixtures/pytorch/optimizers-and-layers/', import.meta.url)
/** What make_trajectories.py in that folder writes. */
const trajectory = z.object({
  model: modelSpec,
  optimizer: optimizerSpec,
  batchSize: z.number(),
  images: z.number(),
  seed: z.number(),
  stride: z.number(),
  float32: z.object({ lossError: z.number(), weightDistance: z.number() }),
  losses: z.array(z.number()),
  logits: z.array(z.number()),
  weights: z.string()
})
type Trajectory = z.infer<typeof trajectory>

const trajectories = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({ name, ...trajectory.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))) }))

const flat = (weights: Weights): number[] => weights.flatMap(({ values }) => [...values])

async function follow(
  engine: Engine,
  fixture: Trajectory
): Promise<{ readonly losses: number[]; readonly weightDistance: number; readonly logits: Float32Array }> {
  const { model, optimizer, batchSize, images, seed, stride } = fixture
  const initial = hashedWeights(model)
  const state = untrainedState(initial)
  const program = await engine.compile({ model, optimizer, batchSize, threads: 1, seed, state })
  const slot = program.createSlot(images)
  fillSlot(slot, classCount(model))
  const perPass = new Float32Array(Math.ceil(images / batchSize))
  const losses: number[] = []
  while (losses.length < fixture.losses.length) {
    const steps = Math.min(perPass.length, fixture.losses.length - losses.length)
    await program.train(slot, 0, Math.min(images, steps * batchSize), batchSize, perPass)
    losses.push(...perPass.subarray(0, steps))
  }
  const logits = new Float32Array(fixture.logits.length)
  await program.predict(slot, logits.length / classCount(model), logits)
  const start = flat(initial)
  const found = flat(await program.readWeights())
  await program.dispose()
  const exact = new Float64Array(Uint8Array.from(Buffer.from(fixture.weights, 'base64')).buffer)
  let distance = 0
  let moved = 0
  exact.forEach((value, i) => {
    distance += ((found[i * stride] ?? NaN) - value) ** 2
    moved += (value - (start[i * stride] ?? NaN)) ** 2
  })
  return { losses, weightDistance: Math.sqrt(distance / moved), logits }
}

/** Trajectories of PyTorch in float64: each optimizer, batch normalisation, and dropout under Tenfold's masks. */
export function testAgainstPytorch(name: string, engine: Engine): void {
  describe(`optimizers and layers of PyTorch on ${name}`, () => {
    for (const fixture of trajectories) {
      checkWorkload(fixture.name, engine, fixture, async () => {
        const { losses, weightDistance, logits } = await follow(engine, fixture)
        expect(losses).toHaveLength(fixture.losses.length)
        // As near to float64 as PyTorch's own float32 is, give or take the luck of rounding.
        const lossTolerance = Math.max(1e-6, 3 * fixture.float32.lossError)
        losses.forEach((loss, step) => {
          const error = Math.abs(loss / (fixture.losses[step] ?? NaN) - 1)
          expect(error, `loss of step ${step}`).toBeLessThan(lossTolerance)
        })
        expect(weightDistance).toBeLessThan(3 * fixture.float32.weightDistance)
        logits.forEach((logit, i) => {
          expect(logit).toBeCloseTo(fixture.logits[i] ?? NaN, 4)
        })
      })
    }
  })
}
