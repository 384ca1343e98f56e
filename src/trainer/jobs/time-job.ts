import type { EngineId } from '../../core/base/engine-id'
import type { TimedWorkload } from '../../core/engine/engine-speed'
import { volume } from '../../core/layers/shape'
import { gather } from '../../core/training/loader'
import type { ImageSet } from '../../core/data/image-set'
import { initialWeights } from '../../core/model/initial-weights'
import { Random } from '../../core/maths/random'
import { untrainedState } from '../../core/model/weights'
import { loadEngine } from '../../engine'
import { monotonicMs } from '../loading/monotonic-ms'

/** Images of a call of the engine, like those of a training's slot. */
const slotImages = 512
/** How long a call is to last, as in a training. */
const callMs = 12
/** Caches, compilers and clocks of processor and graphics card settle first. */
const warmUpMs = 150
const timedMs = 500

/**
 * Trains an engine on made-up images for about half a second, as a training does: many steps a call, the images on the
 * device where it keeps them.
 * @throws LabError 'engine-unavailable' with the reason and the remedy
 */
export async function timeEngine({
  engine: id,
  workload,
  batchSize
}: {
  readonly engine: EngineId
  readonly workload: TimedWorkload
  readonly batchSize: number
}): Promise<{ device: string; stepsPerSecond: number }> {
  const { model, optimizer, threads } = workload
  const engine = await loadEngine(id)
  const stepsPerSlot = Math.max(1, Math.floor(slotImages / batchSize))
  const images = stepsPerSlot * batchSize
  const data = madeUpImages(images, model.inputShape)
  const state = untrainedState(initialWeights(model, 1, data.images))
  const program = await engine.compile({ model, optimizer, batchSize, threads, seed: 1, state, data })
  try {
    const slot = program.createSlot(images)
    gather(
      data,
      Uint32Array.from({ length: images }, (_, i) => i),
      slot
    )
    // Made-up images say nothing about a step's length; weights that stay where they are keep it from growing.
    const rates = new Float64Array(stepsPerSlot)
    const losses = new Float32Array(stepsPerSlot)
    let perCall = 1
    const trainFor = async (ms: number): Promise<number> => {
      const begin = monotonicMs()
      let steps = 0
      let elapsed = 0
      while (elapsed < ms || steps === 0) {
        await program.train(slot, 0, perCall * batchSize, batchSize, rates, losses)
        steps += perCall
        elapsed = monotonicMs() - begin
        perCall = Math.max(1, Math.min(stepsPerSlot, Math.floor((callMs * steps) / elapsed)))
      }
      return (steps * 1000) / elapsed
    }
    await trainFor(warmUpMs)
    return { device: program.device.label, stepsPerSecond: await trainFor(timedMs) }
  } finally {
    await program.dispose()
  }
}

function madeUpImages(count: number, shape: ImageSet['shape']): ImageSet {
  const random = Random.seeded(1)
  return {
    images: Uint8Array.from({ length: count * volume(shape) }, () => random.nextBelow(256)),
    labels: new Uint16Array(count),
    count,
    shape
  }
}
