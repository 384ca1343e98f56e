import { expect, test } from 'vitest'
import { defaultOptimizers } from '../../src/core/optimizers/optimizer-kinds'
import type { TrainingState } from '../../src/core/model/weights'
import { referenceEngine } from '../../src/engine/reference/engine'
import { webgpuEngine } from '../../src/engine/webgpu/engine'
import { conv2d, dense, dropout, flatten, maxPool2d, network, relu } from '../engine-conformance/networks'
import { fillSlot } from '../engine-conformance/synthetic-images'
import { compileRequest, relativeDistance } from '../engine-conformance/trajectory'
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
const weights = (state: TrainingState): Float32Array[] => state.weights.map(({ values }) => values)

test.skipIf(missing !== undefined)(
  `checkpoints move between engines in the middle of a training${missing === undefined ? '' : ` (${missing})`}`,
  async () => {
    const whole = await referenceEngine.compile(compileRequest(training))
    const wholeSlot = whole.createSlot(14)
    fillSlot(wholeSlot, 5)
    await whole.train(wholeSlot, 0, 14, 3, steadyRates(training.optimizer, 5), new Float32Array(5))
    const expected = await whole.readState()

    for (const [first, second] of [
      [referenceEngine, webgpuEngine],
      [webgpuEngine, referenceEngine]
    ] as const) {
      const begin = await first.compile(compileRequest(training))
      const slot = begin.createSlot(14)
      fillSlot(slot, 5)
      await begin.train(slot, 0, 6, 3, steadyRates(training.optimizer, 5), new Float32Array(2))
      const state = await begin.readState()
      expect(state.step).toBe(2)
      const end = await second.compile({ ...compileRequest(training), state })
      const rest = end.createSlot(14)
      fillSlot(rest, 5)
      await end.train(rest, 6, 8, 3, steadyRates(training.optimizer, 5), new Float32Array(3))
      const found = await end.readState()
      expect(found.step).toBe(expected.step)
      expect(relativeDistance(weights(found), weights(expected))).toBeLessThan(1e-5)
      found.optimizerState.forEach((values, i) => {
        expect(relativeDistance(values, expected.optimizerState[i] ?? [])).toBeLessThan(1e-4)
      })
      await begin.dispose()
      await end.dispose()
    }
  }
)
