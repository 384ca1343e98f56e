import { performance } from 'node:perf_hooks'
import type { Engine, Program } from '../../src/core/engine/engine'
import type { ImageSet } from '../../src/core/data/image-set'
import { initialWeights } from '../../src/core/model/initial-weights'
import { gather } from '../../src/core/training/loader'
import type { ModelSpec } from '../../src/core/model/model-spec'
import { Random } from '../../src/core/maths/random'
import { lessonConfig } from '../../src/core/settings/run-config'
import { untrainedState } from '../../src/core/model/weights'
import type { Side } from './alternate'

export interface ProgramRequest {
  readonly engine: Engine
  readonly model: ModelSpec
  readonly images: ImageSet
  readonly batch: number
  /** 0 lets the engine choose. */
  readonly threads: number
}

export interface ProgramSide extends Side {
  readonly program: Program
}

/** As in the training loop: images in a slot, and how long a call lasts. */
const slotImages = 512
const callMs = 12

/** An engine as the training loop drives it, shuffled images gathered in the same thread, and nothing besides. */
export async function openProgram(request: ProgramRequest): Promise<ProgramSide> {
  const { engine, model, images, batch, threads } = request
  const { optimizer, seed } = lessonConfig
  const program = await engine.compile({
    model,
    optimizer,
    batchSize: batch,
    threads,
    seed,
    state: untrainedState(initialWeights(model, seed)),
    data: images
  })
  const perSlot = Math.max(1, Math.floor(slotImages / batch))
  const capacity = Math.min(perSlot * batch, images.count)
  const slot = program.createSlot(capacity)
  const rates = new Float64Array(perSlot).fill(optimizer.learningRate)
  const losses = new Float32Array(perSlot)
  const order = Random.seeded(seed).shuffle(Uint32Array.from({ length: images.count }, (_, i) => i))
  let row = 0
  let perCall = 1
  const fill = (): void => {
    if (row + capacity > order.length) row = 0
    gather(images, order.subarray(row, row + capacity), slot)
    row += capacity
  }
  return {
    program,
    async measure(steps) {
      const begin = performance.now()
      for (let done = 0; done < steps;) {
        fill()
        for (let first = 0; first < capacity && done < steps;) {
          const now = Math.min(perCall, steps - done, Math.ceil((capacity - first) / batch))
          const count = Math.min(now * batch, capacity - first)
          const from = performance.now()
          await program.train(slot, first, count, batch, rates, losses)
          const stepMs = (performance.now() - from) / now
          perCall = Math.max(1, Math.min(perSlot, Math.floor(callMs / stepMs)))
          first += count
          done += now
        }
      }
      return (performance.now() - begin) / 1000
    }
  }
}
