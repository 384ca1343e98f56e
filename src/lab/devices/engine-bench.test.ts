import { required } from '../../core/base/required'
import { driverRemedies } from '../../core/engine/driver-remedies'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LabError } from '../../core/base/lab-error'
import { lessonConfig } from '../../core/settings/run-config'
import type { EngineTiming } from '../contract/engine-status'
import { EngineBench } from './engine-bench'
import { EngineProbe } from './engine-probe'
import { SpeedStore } from './speed-store'

let folder = ''
let log = ''
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tenfold-bench-'))
  log = path.join(folder, 'timed.log')
  await writeFile(log, '')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/**
 * A training process with three engines; WebGPU is slow to start with and TensorFlow too. `jobs`: a body for each kind
 * of job, with `job` and `send` at hand.
 */
async function fakeTrainer(time: string, probe = ''): Promise<string> {
  const file = path.join(folder, 'trainer.cjs')
  await writeFile(
    file,
    `const { appendFileSync } = require('node:fs')
const status = (engine) => engine === 'tensorflow'
  ? { available: false, engine, name: 'TensorFlow', reason: 'no library.', remedy: 'Set it up.' }
  : { available: true, engine, name: engine, description: 'd', maxThreads: 1, preferred: engine === 'wasm' }
process.on('message', ({ type, job, control }) => {
  if (type === 'control') process.exit(1)
  const send = (message) => process.send(message, () => process.exit(0))
  if (job.kind === 'probe') {
    ${probe}
    send({ type: 'engines', engines: job.engines.map(status) })
    return
  }
  appendFileSync(${JSON.stringify(log)}, job.engine + ' ' + job.batchSize + '\\n')
  const timed = (stepsPerSecond) => send({ type: 'timed', device: job.engine, stepsPerSecond })
  ${time}
})
process.on('disconnect', () => process.exit(0))`
  )
  return file
}

const steps = `
  const ms = job.engine === 'wasm' ? 0.06 * job.batchSize : 1 + 0.002 * job.batchSize
  timed(1000 / ms)`

function open(trainerFile: string, onTiming: (timing: EngineTiming) => void = () => undefined): EngineBench {
  const store = new SpeedStore(path.join(folder, 'engine-speeds.json'))
  return new EngineBench({ trainerFile, version: '1', probe: new EngineProbe(trainerFile), store, onTiming })
}

const timedSoFar = async (): Promise<string[]> => (await readFile(log, 'utf8')).split('\n').filter(Boolean)

describe('auto', () => {
  test('takes the fastest at the batch size, says by how much, and remembers it', async () => {
    const trainerFile = await fakeTrainer(steps)
    const timings: EngineTiming[] = []
    const bench = open(trainerFile, (timing) => timings.push(timing))
    expect(await bench.choose(lessonConfig, 4)).toMatchObject({
      engine: 'wasm',
      reason: 'the fastest at batch size 4: 4,167 steps/s; WebGPU 992'
    })
    expect((await bench.choose(lessonConfig, 512))?.engine).toBe('webgpu')
    expect(timings.map((timing) => (timing.state === 'timing' ? timing.engine : 'idle'))).toEqual([
      'wasm',
      'webgpu',
      'idle',
      'wasm',
      'webgpu',
      'idle'
    ])
    // Another start of the application, the same machine.
    const again = open(trainerFile)
    expect((await again.choose(lessonConfig, 4))?.engine).toBe('wasm')
    const sgd = { ...lessonConfig, optimizer: { ...lessonConfig.optimizer, learningRate: 0.5 } }
    await again.choose(sgd, 4)
    expect(await timedSoFar()).toHaveLength(4)
    // Another number of threads is another speed.
    await again.choose({ ...lessonConfig, threads: 1 }, 4)
    expect(await timedSoFar()).toHaveLength(6)
  })

  test('does without an engine that crashes while it is timed, and says why', async () => {
    const bench = open(await fakeTrainer(`if (job.engine === 'webgpu') process.abort(); ${steps}`))
    const choice = await bench.choose(lessonConfig, 4)
    expect(choice?.engine).toBe('wasm')
    expect(choice?.reason).toMatch(/WebGPU not timed \(The training process was ended by SIGABRT/)
  })
})

test('a measurement closes in on the crossover, and is known afterwards', async () => {
  const bench = open(await fakeTrainer(steps))
  const tables = await bench.measure(lessonConfig, [4, 512], false)
  expect(tables.map(({ batchSize }) => batchSize).sort((a, b) => a - b)).toEqual([4, 16, 32, 64, 512])
  expect(await bench.known(lessonConfig, [4, 8, 16])).toEqual(
    [4, 16].map((size) => tables.find(({ batchSize }) => batchSize === size))
  )
})

test('a measurement can be cancelled, and there is one at a time', async () => {
  const bench = open(await fakeTrainer('setInterval(() => undefined, 1000)'))
  const first = bench.measure(lessonConfig, [4], false)
  await expect(bench.measure(lessonConfig, [4], false)).rejects.toMatchObject({ code: 'busy' })
  await expect.poll(timedSoFar, { timeout: 120_000 }).toHaveLength(1)
  await bench.cancel()
  await expect(first).rejects.toMatchObject({ code: 'cancelled' })
})

describe('an engine', () => {
  test('whose library brings the process down is unavailable, and the others stay', async () => {
    const probe = new EngineProbe(
      await fakeTrainer('', `if (job.engines.includes('webgpu')) process.abort()`)
    )
    const statuses = await probe.list()
    expect(statuses.map(({ available }) => available)).toEqual([true, false, false, true])
    const [, webgpu] = statuses
    expect(webgpu?.available === false && webgpu.reason).toContain('SIGABRT')
    expect(statuses.filter((status) => status.available && status.preferred)).toHaveLength(1)
  })

  test('that needs a graphics card, on a machine without one, asks for no driver', async () => {
    const remedy = async (kind: string, missing: string): Promise<string> => {
      const trainerFile = await fakeTrainer(
        '',
        `if (job.engines.includes('webgpu')) return send({ type: 'engines', engines: [
          { available: false, engine: 'webgpu', name: 'WebGPU', reason: 'no card answers.', remedy: ${JSON.stringify(missing)} }
        ] })`
      )
      const probe = new EngineProbe(trainerFile, {
        platform: 'linux',
        environment: {},
        ask: () => Promise.resolve(undefined),
        read: () => Promise.resolve(kind),
        list: (place) => Promise.resolve(place === '/sys/bus/pci/devices' ? ['0000:00:02.0'] : [])
      })
      return probe.require('webgpu').then(
        () => '',
        (thrown: unknown) => LabError.from(thrown).hint
      )
    }
    const driver = required(driverRemedies['linux'], 'a remedy for Linux')
    expect(await remedy('0x020000\n', driver)).toMatch(
      /^This machine has no graphics card, so there is nothing to install/
    )
    expect(await remedy('0x030000\n', driver)).toMatch(/^Install the Vulkan loader/)
    expect(await remedy('0x020000\n', 'Open it with npm start.')).toMatch(/^Open it with npm start\./)
  })

  test('that was asked for and is gone is refused, with the reason and the others', async () => {
    const probe = new EngineProbe(await fakeTrainer(''))
    await probe.require('webgpu')
    await expect(probe.require('tensorflow')).rejects.toMatchObject({
      code: 'engine-unavailable',
      message: 'TensorFlow cannot run here: no library.',
      hint: 'Set it up. You can also choose another engine: wasm (wasm), webgpu (webgpu), reference (reference).'
    })
  })
})
