import { describe, expect, test } from 'vitest'
import { augmentationOf } from '../../src/core/augmentation/augmentation'
import { defaultOptimizers } from '../../src/core/optimizers/optimizer-kinds'
import { lessonConfig } from '../../src/core/settings/run-config'
import { prepare, residentData, type TrainingImages } from '../../src/core/training/loader'
import type { Engine } from '../../src/core/engine/engine'
import { checkedEngine } from '../../src/engine/shared/checked-engine'
import { wasmEngine } from '../../src/engine/wasm/engine'
import { webgpuEngine } from '../../src/engine/webgpu/engine'
import { conv2d, dense, flatten, maxPool2d, network, relu } from '../engine-conformance/networks'
import { steadyRates } from '../engine-conformance/steady-rates'
import { fillSlot } from '../engine-conformance/synthetic-images'
import { compileRequest, movement, relativeDistance } from '../engine-conformance/trajectory'
import { prepareSoftwareRenderer } from './software-renderer'

const missing = await prepareSoftwareRenderer()
const model = network([9, 8, 3], conv2d(4, [3, 3]), relu, maxPool2d([2, 2]), flatten, dense(5))
const training = { model, optimizer: defaultOptimizers.sgd, batchSize: 5, images: 20, threads: 1 }
const count = 20
const epochs = 3

const data = { images: new Uint8Array(count * 216), labels: new Uint16Array(count), count }
fillSlot({ ...data, indices: new Uint32Array(0) }, 5)
const settings = { ...lessonConfig, model, flip: 'random', crop: 2, brightness: 0.4, cutout: 4 } as const
const augmented: TrainingImages = {
  set: { ...data, shape: [9, 8, 3] },
  augmentation: augmentationOf(settings)
}
const plain: TrainingImages = { ...augmented, augmentation: undefined }

/** As train-job.ts compiles it, and train.ts feeds it. */
async function trained(engine: Engine, images: TrainingImages) {
  const request = compileRequest(training)
  const program = await checkedEngine(engine).compile({ ...request, ...residentData(images) })
  const slot = program.createSlot(count)
  const losses: number[] = []
  for (let epoch = 0; epoch < epochs; epoch++) {
    const own = new Float32Array(count / 5)
    prepare(
      images,
      Uint32Array.from({ length: count }, (_, row) => row),
      epoch,
      slot
    )
    await program.train(slot, 0, count, 5, steadyRates(training.optimizer, own.length), own)
    losses.push(...own)
  }
  const state = await program.readState()
  await program.dispose()
  return { losses, moved: movement(state, request.state.weights) }
}

describe.skipIf(missing !== undefined)(
  `an augmented training${missing === undefined ? '' : ` (${missing})`}`,
  () => {
    test('is the same on an engine that would keep its images on the device', async () => {
      const [webgpu, wasm] = [await trained(webgpuEngine, augmented), await trained(wasmEngine, augmented)]
      webgpu.losses.forEach((loss, i) => {
        expect(loss).toBeCloseTo(wasm.losses[i] ?? NaN, 4)
      })
      expect(relativeDistance(webgpu.moved, wasm.moved)).toBeLessThan(1e-3)
      const unchanged = await trained(webgpuEngine, plain)
      expect(relativeDistance(unchanged.moved, wasm.moved)).toBeGreaterThan(0.1)
    })
  }
)
