import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { classCount } from '../../src/core/model/infer-shapes'
import { modelSpec } from '../../src/core/model/model-spec'
import { optimizerSpec } from '../../src/core/optimizers/optimizer-kinds'
import { z } from '../../src/core/base/schema'
import { untrainedState, type Weights } from '../../src/core/model/weights'
import { hashedWeights } from './hashed-weights'
import type { Subject } from './subject'
import { fillSlot } from './synthetic-images'
import { steadyRates } from './steady-rates'

const folder = new URL('../fixtures/pytorch/', import.meta.url)
/** What make_trajectories.py in that folder writes. */
const trajectory = z.object({
  model: modelSpec,
  optimizer: optimizerSpec,
  batchSize: z.number(),
  labelSmoothing: z.number().default(0),
  classWeights: z.array(z.number()).optional(),
  clipNorm: z.number().default(0),
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
  compile: Subject['compile'],
  fixture: Trajectory
): Promise<{ readonly losses: number[]; readonly weightDistance: number; readonly logits: Float32Array }> {
  const { model, optimizer, batchSize, labelSmoothing, classWeights, clipNorm, images, seed, stride } =
    fixture
  const initial = hashedWeights(model)
  const state = untrainedState(initial)
  const program = await compile({
    model,
    optimizer,
    batchSize,
    labelSmoothing,
    classWeights,
    clipNorm,
    threads: 1,
    seed,
    state
  })
  const slot = program.createSlot(images)
  fillSlot(slot, classCount(model))
  const perPass = new Float32Array(Math.ceil(images / batchSize))
  const losses: number[] = []
  while (losses.length < fixture.losses.length) {
    const steps = Math.min(perPass.length, fixture.losses.length - losses.length)
    await program.train(
      slot,
      0,
      Math.min(images, steps * batchSize),
      batchSize,
      steadyRates(optimizer, perPass.length),
      perPass
    )
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

const largestError = (losses: readonly number[], exact: readonly number[]): number =>
  losses.reduce((worst, loss, i) => Math.max(worst, Math.abs(loss / (exact[i] ?? NaN) - 1)), 0)

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN

/**
 * Trajectories of PyTorch in float64: the lesson's network, each optimizer, batch normalisation, branches, and
 * dropout under Tenfold's masks.
 */
export function testAgainstPytorch({ name, compile, check }: Subject): void {
  describe(`PyTorch, followed on ${name}`, () => {
    /** Of the weights from float64, as a multiple of PyTorch's own in float32. */
    const distances: number[] = []

    for (const fixture of trajectories) {
      check(fixture.name, fixture, async () => {
        const { losses, weightDistance, logits } = await follow(compile, fixture)
        expect(losses).toHaveLength(fixture.losses.length)
        const { lossError, weightDistance: peer } = fixture.float32
        expect(largestError(losses.slice(0, 20), fixture.losses)).toBeLessThan(1e-6)
        // Small losses of a network that has memorised its images: there PyTorch's float32 strays further too.
        expect(largestError(losses, fixture.losses)).toBeLessThan(Math.max(1e-6, 3 * lossError))
        // Rounding may turn over a ReLU or a maximum at a near tie, which leaves a mark larger than rounding itself.
        expect(weightDistance).toBeLessThan(Math.max(5e-4, 5 * peer))
        logits.forEach((logit, i) => {
          expect(logit).toBeCloseTo(fixture.logits[i] ?? NaN, 4)
        })
        distances.push(weightDistance / peer)
      })
    }

    test('weights are as near to float64 as those of PyTorch in float32', () => {
      expect(distances).toHaveLength(trajectories.length)
      expect(median(distances)).toBeLessThan(2)
    })
  })
}
