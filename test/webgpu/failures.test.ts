import { describe, expect, test } from 'vitest'
import { initialWeights } from '../../src/core/model/initial-weights'
import type { ModelSpec } from '../../src/core/model/model-spec'
import { lessonConfig } from '../../src/core/settings/run-config'
import { untrainedState } from '../../src/core/model/weights'
import { webgpuEngine } from '../../src/engine/webgpu/engine'
import { conv2d, dense, flatten, network } from '../engine-conformance/networks'
import { fillSlot } from '../engine-conformance/synthetic-images'
import { compileRequest, plainMomentum } from '../engine-conformance/trajectory'
import { fakePackage, packageThat } from './fake-package'
import { refusal } from './refusal'
import { prepareSoftwareRenderer } from './software-renderer'
import { steadyRates } from '../engine-conformance/steady-rates'

const missing = await prepareSoftwareRenderer()
const small = network([4, 4, 1], conv2d(2, [3, 3]), flatten, dense(3))
describe.skipIf(missing !== undefined)(
  `failures of a device${missing === undefined ? '' : ` (${missing})`}`,
  () => {
    const compile = (model: ModelSpec, batchSize: number): ReturnType<typeof webgpuEngine.compile> =>
      webgpuEngine.compile({
        model,
        optimizer: lessonConfig.optimizer,
        batchSize,
        threads: 0,
        seed: 1,
        state: untrainedState(initialWeights(model, 1))
      })

    test('a batch larger than the device can address: a size that fits is suggested', async () => {
      const refused = await refusal(compile(lessonConfig.model, 1_000_000))
      expect(refused.code).toBe('engine-unavailable')
      expect(refused.message).toMatch(/^A batch of 1,000,000 images needs [\d,]+ MB/)
      expect(refused.hint).toMatch(/^Choose a batch size of [\d,]+ or less/)
      const suggested = Number(/[\d,]+/.exec(refused.hint)?.[0].replaceAll(',', ''))
      expect(suggested).toBeGreaterThan(512)
      await expect(compile(lessonConfig.model, suggested * 2)).rejects.toThrow('needs')
    })

    test('a device that is out of memory: half the batch is suggested', async () => {
      fakePackage(
        packageThat(`(device) => {
        device.pushErrorScope = () => undefined
        device.popErrorScope = async () => ({ message: 'out of memory' })
      }`)
      )
      const refused = await refusal(compile(small, 64))
      expect(refused.code).toBe('engine-unavailable')
      expect(refused.hint).toMatch(/^Choose a batch size of 32 or less, .*what was trained is kept\.$/)
    })

    test('a device that is lost while it trains', async () => {
      fakePackage(
        packageThat(`(device) => {
        const submit = device.queue.submit.bind(device.queue)
        device.queue.submit = (commands) => { submit(commands); device.destroy() }
      }`)
      )
      const program = await webgpuEngine.compile(
        compileRequest({ model: small, optimizer: plainMomentum, batchSize: 2, images: 4, threads: 1 })
      )
      const slot = program.createSlot(4)
      fillSlot(slot, 3)
      const refused = await refusal(
        program.train(slot, 0, 4, 2, steadyRates(plainMomentum, 2), new Float32Array(2))
      )
      expect(refused.code).toBe('engine-unavailable')
      expect(refused.message).toContain('was lost')
      expect(refused.hint).toContain('The last checkpoint is kept')
      await program.dispose()
    })

    test('a kernel that the driver refuses', async () => {
      fakePackage(
        packageThat(`(device) => {
        const create = device.createShaderModule.bind(device)
        device.createShaderModule = ({ label }) => create({ label, code: 'fn broken(' })
      }`)
      )
      const program = await webgpuEngine.compile(
        compileRequest({ model: small, optimizer: plainMomentum, batchSize: 2, images: 4, threads: 1 })
      )
      const slot = program.createSlot(4)
      fillSlot(slot, 3)
      const refused = await refusal(
        program.train(slot, 0, 4, 2, steadyRates(plainMomentum, 2), new Float32Array(2))
      )
      expect(refused.code).toBe('internal')
      expect(refused.message).toContain('rejected a kernel')
      await program.dispose()
    })
  }
)
