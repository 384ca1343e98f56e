import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Engine } from '../../src/core/engine'
import { lessonModel } from '../../src/core/lesson-model'
import { optimizerSpec } from '../../src/core/optimizer-spec'
import { z } from '../../src/core/schema'
import { referenceEngine } from '../../src/engine/reference/engine'
import { wasmEngine } from '../../src/engine/wasm/engine'
import { untrainedState } from '../../src/core/weights'
import { fillSlot, syntheticWeights } from './synthetic-images'

const folder = new URL('../fixtures/pytorch/', import.meta.url)
const trajectory = z.object({
  batchSize: z.number(),
  optimizer: optimizerSpec,
  images: z.number(),
  stride: z.number(),
  float32: z.object({ lossError: z.number(), weightDistance: z.number() }),
  losses: z.array(z.number()),
  weights: z.string()
})
const trajectories = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({ name, ...trajectory.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))) }))

const largestError = (losses: readonly number[], exact: readonly number[]): number =>
  losses.reduce((worst, loss, i) => Math.max(worst, Math.abs(loss / (exact[i] ?? NaN) - 1)), 0)

async function follow(
  engine: Engine,
  fixture: (typeof trajectories)[number]
): Promise<{ readonly losses: readonly number[]; readonly weightDistance: number }> {
  const { batchSize, optimizer, images, stride } = fixture
  const initial = syntheticWeights(lessonModel)
  const program = await engine.compile({
    model: lessonModel,
    optimizer,
    batchSize,
    threads: 1,
    seed: 1,
    state: untrainedState(initial)
  })
  const slot = program.createSlot(images)
  fillSlot(slot, 10)
  const perPass = new Float32Array(Math.ceil(images / batchSize))
  const losses: number[] = []
  while (losses.length < fixture.losses.length) {
    const steps = Math.min(perPass.length, fixture.losses.length - losses.length)
    await program.train(slot, 0, Math.min(images, steps * batchSize), batchSize, perPass)
    losses.push(...perPass.subarray(0, steps))
  }
  const flat = (weights: typeof initial): number[] => weights.flatMap(({ values }) => [...values])
  const start = flat(initial)
  const found = flat(await program.readWeights())
  await program.dispose()
  const bytes = Uint8Array.from(Buffer.from(fixture.weights, 'base64'))
  const exact = new Float64Array(bytes.buffer)
  let distance = 0
  let moved = 0
  exact.forEach((value, i) => {
    distance += ((found[i * stride] ?? NaN) - value) ** 2
    moved += (value - (start[i * stride] ?? NaN)) ** 2
  })
  return { losses, weightDistance: Math.sqrt(distance / moved) }
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN

describe.each([wasmEngine, referenceEngine])('$id follows PyTorch', (engine) => {
  /** Of the weights from float64, as a multiple of PyTorch's own in float32. */
  const distances: number[] = []

  test.each(trajectories)('$name', async (fixture) => {
    const { losses, weightDistance } = await follow(engine, fixture)
    expect(losses).toHaveLength(fixture.losses.length)
    // Adaptive optimizers divide by roots of what may be rounding alone: there PyTorch's float32 strays further too.
    const { lossError, weightDistance: peer } = fixture.float32
    expect(largestError(losses.slice(0, 20), fixture.losses)).toBeLessThan(Math.max(1e-6, 3 * lossError))
    expect(largestError(losses, fixture.losses)).toBeLessThan(Math.max(5e-6, 3 * lossError))
    // Rounding may turn over a ReLU or a maximum at a near tie, which leaves a mark larger than rounding itself.
    expect(weightDistance).toBeLessThan(Math.max(5e-4, 5 * peer))
    distances.push(weightDistance / peer)
  })

  test('its weights are as near to float64 as those of PyTorch in float32', () => {
    expect(distances).toHaveLength(trajectories.length)
    expect(median(distances)).toBeLessThan(2)
  })
})
