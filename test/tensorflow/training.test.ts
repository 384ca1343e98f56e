import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { CompileRequest, Program } from '../../src/core/engine/engine'
import type { ImageSet } from '../../src/core/data/image-set'
import { initialWeights } from '../../src/core/model/initial-weights'
import { gather } from '../../src/core/training/loader'
import { defaultOptimizers } from '../../src/core/optimizers/optimizer-kinds'
import { Random } from '../../src/core/maths/random'
import { lessonConfig } from '../../src/core/settings/run-config'
import { untrainedState } from '../../src/core/model/weights'
import { loadBinding } from '../../src/engine/tensorflow/binding/load-binding'
import { checkedEngine } from '../../src/engine/shared/checked-engine'
import { tensorflowEngine } from '../../src/engine/tensorflow/engine'
import { wasmEngine } from '../../src/engine/wasm/engine'
import { readCheckpoint } from '../../src/lab/checkpoint/read-checkpoint'
import { runPaths } from '../../src/lab/runs/run-folder'
import { isEnd, installSmallCifar, nextEvent, openTestLab } from '../lab/open-test-lab'
import { makeSmallCifar } from '../small-cifar/make-small-cifar'
import { steadyRates } from '../engine-conformance/steady-rates'

const tensorflow = inject('tensorflow')
const missing = 'reason' in tensorflow ? tensorflow.reason : undefined
const { binding, trainerFile } = 'reason' in tensorflow ? { binding: '', trainerFile: '' } : tensorflow

let root = ''
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tenfold-tensorflow-training-'))
  process.env['TENFOLD_TENSORFLOW'] = binding
})
afterAll(() => rm(root, { recursive: true, force: true }))

const count = 300
const random = Random.seeded(3)
const data: ImageSet = {
  images: Uint8Array.from({ length: count * 3072 }, () => random.nextBelow(256)),
  labels: Uint16Array.from({ length: count }, () => random.nextBelow(10)),
  count,
  shape: [32, 32, 3]
}
const { model, optimizer } = lessonConfig
const request: CompileRequest = {
  model,
  optimizer,
  batchSize: 4,
  threads: 0,
  seed: 1,
  state: untrainedState(initialWeights(model, 1))
}

/** Trains on rows of `data`. @returns the losses */
async function train(program: Program, rows: readonly number[], batchSize = 4): Promise<Float32Array> {
  const slot = program.createSlot(rows.length)
  gather(data, Uint32Array.from(rows), slot)
  const losses = new Float32Array(Math.ceil(rows.length / batchSize))
  await program.train(slot, 0, rows.length, batchSize, steadyRates(optimizer, 125), losses)
  return losses
}

const someRows = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, i) => ((from + i) * 37) % count)

describe.skipIf(missing !== undefined)(
  `training on TensorFlow${missing === undefined ? '' : ` (${missing})`}`,
  () => {
    test('a data set on the device gives the bits of batches that are fed', async () => {
      const fed = await tensorflowEngine.compile(request)
      const resident = await checkedEngine(tensorflowEngine).compile({ ...request, data })
      expect(await train(resident, someRows(0, 31))).toEqual(await train(fed, someRows(0, 31)))
      expect(await resident.readState()).toEqual(await fed.readState())
      await expect(train(resident, [count])).rejects.toMatchObject({ code: 'invalid-input' })
      await fed.dispose()
      await resident.dispose()
    })

    test.each(Object.values(defaultOptimizers))(
      'a training goes over from WebAssembly in the middle, and back: $type',
      async (spec) => {
        const both = { ...request, optimizer: { ...spec, learningRate: 0.001 } }
        const whole = await wasmEngine.compile(both)
        const expected = await train(whole, someRows(0, 120))
        const first = await wasmEngine.compile(both)
        const losses = [...(await train(first, someRows(0, 40)))]
        const second = await tensorflowEngine.compile({ ...both, state: await first.readState() })
        losses.push(...(await train(second, someRows(40, 80))))
        await first.writeState(await second.readState())
        losses.push(...(await train(first, someRows(80, 120))))
        losses.forEach((loss, i) => expect(loss).toBeCloseTo(expected[i] ?? NaN, 4))
        expect((await first.readState()).step).toBe(30)
        await Promise.all([whole, first, second].map((program) => program.dispose()))
      }
    )

    test('10,000 steps leave no memory behind', async () => {
      const program = await tensorflowEngine.compile({ ...request, data })
      const slot = program.createSlot(500)
      slot.indices.set(someRows(0, 500))
      const losses = new Float32Array(125)
      const tensors = (): number => loadBinding(binding, 1).binding.getNumOfTensors()
      const steps = async (wanted: number): Promise<void> => {
        for (let done = 0; done < wanted; done += 125)
          await program.train(slot, 0, 500, 4, steadyRates(optimizer, 125), losses)
      }
      await steps(1_000)
      const before = { tensors: tensors(), bytes: process.memoryUsage().rss }
      await steps(10_000)
      expect(tensors()).toBe(before.tensors)
      // A kilobyte a step would be 10 MB; what the allocators keep for themselves is a few.
      expect(process.memoryUsage().rss - before.bytes).toBeLessThan(48 * 2 ** 20)
      await program.dispose()
    })

    test('auto times it with the others at the run’s batch size, and tells the table with its choice', async () => {
      const small = await makeSmallCifar(path.join(root, 'timed'))
      const dataFolder = path.join(root, 'timed-data')
      await installSmallCifar(dataFolder, small)
      const service = await openTestLab(dataFolder, trainerFile)
      const started = nextEvent(service, ({ type }) => type === 'started')
      const { runId } = await service.lab.startRun({ config: { ...lessonConfig, batchSize: 16, epochs: 50 } })
      const event = await started
      const choice = event.type === 'started' ? event.choice : undefined
      const timed = choice?.table?.speeds.flatMap((speed) => (speed.timed ? [speed] : [])) ?? []
      expect(choice?.table?.batchSize).toBe(16)
      expect(timed.map(({ engine }) => engine)).toEqual(expect.arrayContaining(['wasm', 'tensorflow']))
      const best = Math.max(...timed.map(({ stepsPerSecond }) => stepsPerSecond))
      expect(timed.find(({ engine }) => engine === choice?.engine)?.stepsPerSecond).toBe(best)
      expect(event.type === 'started' && event.device.engine).toBe(choice?.engine)
      await service.lab.stopRun({ runId })
      await service.close()
    })

    test('a run of the lab trains and is tested, and the same run again gives the same bits', async () => {
      const small = await makeSmallCifar(root)
      const dataFolder = path.join(root, 'data')
      await installSmallCifar(dataFolder, small)
      const service = await openTestLab(dataFolder, trainerFile)
      const config = { ...lessonConfig, engine: 'tensorflow' as const, epochs: 1, checkpointEvery: 50 }
      const runToEnd = async (): Promise<string> => {
        const ended = nextEvent(service, isEnd)
        const { runId } = await service.lab.startRun({ config })
        expect(await ended).toMatchObject({ outcome: { kind: 'finished' } })
        return runId
      }
      const runId = await runToEnd()
      const { events } = await service.lab.getRun({ runId })
      expect(events.find(({ type }) => type === 'started')).toMatchObject({
        device: { engine: 'tensorflow', label: 'TensorFlow · CPU' }
      })
      expect(events.some(({ type }) => type === 'evaluated')).toBe(true)
      const weights = async (id: string): Promise<unknown> =>
        (await readCheckpoint(runPaths.checkpoint(path.join(dataFolder, 'runs', id), 125))).state
      expect(await weights(await runToEnd())).toEqual(await weights(runId))
      await service.close()
    })
  }
)
