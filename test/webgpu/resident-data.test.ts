import { describe, expect, test } from 'vitest'
import type { ImageSet } from '../../src/core/data/image-set'
import { gather } from '../../src/core/training/loader'
import { defaultOptimizers } from '../../src/core/optimizers/optimizer-kinds'
import { checkedEngine } from '../../src/engine/shared/checked-engine'
import { webgpuEngine } from '../../src/engine/webgpu/engine'
import { conv2d, dense, dropout, flatten, maxPool2d, network, relu } from '../engine-conformance/networks'
import { fillSlot } from '../engine-conformance/synthetic-images'
import { compileRequest } from '../engine-conformance/trajectory'
import { refusal } from './refusal'
import { prepareSoftwareRenderer } from './software-renderer'
import { steadyRates } from '../engine-conformance/steady-rates'

const missing = await prepareSoftwareRenderer()
const model = network(
  [7, 5, 3],
  conv2d(4, [3, 3]),
  relu,
  maxPool2d([2, 2]),
  flatten,
  dense(9),
  relu,
  dropout(0.4),
  dense(5)
)
const training = { model, optimizer: defaultOptimizers.adam, batchSize: 3, images: 14, threads: 1 }
const rows = Uint32Array.from([20, 3, 3, 0, 12, 7, 19, 1, 5, 13, 2, 8, 4, 11])

const engine = checkedEngine(webgpuEngine)

function makeData(): ImageSet {
  const count = 21
  const data = { images: new Uint8Array(count * 105), labels: new Uint16Array(count), count }
  fillSlot({ ...data, indices: new Uint32Array(0) }, 5)
  return { ...data, shape: [7, 5, 3] }
}

describe.skipIf(missing !== undefined)(`data${missing === undefined ? '' : ` (${missing})`}`, () => {
  test('kept on the device gives the bits of the same images brought batch by batch', async () => {
    const data = makeData()
    const resident = await engine.compile({ ...compileRequest(training), data })
    const brought = await engine.compile(compileRequest(training))
    const losses = [new Float32Array(5), new Float32Array(5)] as const
    const slots = [resident.createSlot(14), brought.createSlot(14)] as const
    gather(data, rows, slots[0])
    gather(data, rows, slots[1])
    slots[0].images.fill(0)
    slots[0].labels.fill(0)
    await resident.train(slots[0], 0, 14, 3, steadyRates(training.optimizer, 5), losses[0])
    await brought.train(slots[1], 0, 14, 3, steadyRates(training.optimizer, 5), losses[1])
    expect(losses[0]).toEqual(losses[1])
    expect(await resident.readState()).toEqual(await brought.readState())

    // Other images than those of the data set.
    const logits = [new Float32Array(15), new Float32Array(15)] as const
    gather(data, rows.subarray(4, 7), slots[0])
    gather(data, rows.subarray(4, 7), slots[1])
    slots[0].indices.fill(0)
    await resident.predict(slots[0], 3, logits[0])
    await brought.predict(slots[1], 3, logits[1])
    expect(logits[0]).toEqual(logits[1])
    await resident.dispose()
    await brought.dispose()
  })

  test('a row that there is not is refused', async () => {
    const program = await engine.compile({ ...compileRequest(training), data: makeData() })
    const slot = program.createSlot(14)
    slot.indices[3] = 21
    const refused = await refusal(
      program.train(slot, 0, 14, 3, steadyRates(training.optimizer, 5), new Float32Array(5))
    )
    expect(refused.code).toBe('invalid-input')
    expect(refused.message).toContain('Row 21')
    await program.dispose()
  })
})
