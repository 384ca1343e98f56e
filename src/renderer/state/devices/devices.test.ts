import { expect, test } from 'vitest'
import { lessonConfig } from '../../../core/settings/run-config'
import { Devices } from './devices.svelte'
import { Engines } from './engines.svelte'
import { FakeLab } from '../line/fake-lab'
import { Notices } from '../line/notices.svelte'

const table = (batchSize: number): object => ({
  batchSize,
  speeds: [{ timed: true, engine: 'wasm', device: 'WASM', stepsPerSecond: 10 }]
})

function open(answers: ConstructorParameters<typeof FakeLab>[0]): {
  lab: FakeLab
  devices: Devices
  engines: Engines
  notices: Notices
} {
  const lab = new FakeLab({
    diagnose: () => ({ findings: [] }),
    getTensorflow: () => ({ status: { state: 'absent' }, log: '' }),
    listEngines: () => ({ engines: [] }),
    ...answers
  })
  const notices = new Notices()
  const engines = new Engines(lab, notices)
  return { lab, devices: new Devices(lab, notices, engines), engines, notices }
}

const asked = (lab: FakeLab): string[] => lab.calls.map(({ method }) => method)

test('a measurement takes the usual batch sizes and that of the settings, and sorts what comes', async () => {
  const { lab, devices } = open({ measureEngines: () => ({ tables: [512, 4, 32].map(table) }) })
  const measured = devices.measure(lessonConfig, 64)
  expect(devices.measuring).toBe(true)
  await measured
  expect(devices.measuring).toBe(false)
  expect(lab.calls[0]?.input).toMatchObject({ batchSizes: [4, 32, 64, 128, 512], again: false })
  expect(devices.tables.map(({ batchSize }) => batchSize)).toEqual([4, 32, 512])
})

test('the wait before a run that times engines is explained, once', () => {
  const { devices, notices } = open({})
  devices.receiveTiming({ state: 'timing', engine: 'wasm', batchSize: 16 })
  devices.receiveTiming({ state: 'timing', engine: 'tensorflow', batchSize: 16 })
  devices.receiveTiming({ state: 'idle' })
  expect(notices.all.map(({ message }) => message)).toEqual([
    'Before training starts, auto times the engines once at a batch size of 16.'
  ])
  expect(devices.timing).toEqual({ state: 'idle' })
})

test('a measurement that is refused is told and leaves the table as it was', async () => {
  const { devices, notices } = open({
    measureEngines: () => {
      throw new Error('in training')
    }
  })
  await devices.measure(lessonConfig, 4)
  expect(devices.measuring).toBe(false)
  expect(notices.all).toHaveLength(1)
})

test('the machine is looked at again when an installation has ended', async () => {
  const { lab, devices } = open({})
  devices.receiveTensorflow({ status: { state: 'installing', stage: 'compiling' }, log: 'c++' })
  expect(lab.calls).toEqual([])
  devices.receiveTensorflow({ status: { state: 'ready', description: 'd', binding: '/b' }, log: 'c++' })
  expect(devices.examining).toBe(true)
  await expect.poll(() => devices.examining).toBe(false)
  expect(asked(lab)).toEqual(['diagnose', 'getTensorflow', 'listEngines'])
})

test('looking afresh forgets what was found', async () => {
  const { lab, devices } = open({})
  await devices.examine(true)
  expect(lab.calls[0]).toEqual({ method: 'listEngines', input: { again: true } })
  expect(devices.findings).toEqual([])
})
