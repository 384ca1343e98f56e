import { expect, test } from 'vitest'
import { lessonConfig } from '../../../core/settings/run-config'
import type { LogLine } from '../../../core/run/run-state'
import type { EngineStatus } from '../../../lab/contract/engine-status'
import { nextSteps } from './next-steps'

const log = (...losses: readonly number[]): readonly LogLine[] =>
  losses.map((loss, i) => ({ epoch: 1, batch: i + 1, step: i + 1, loss }))
const textOf = (title: string, ...given: Parameters<typeof nextSteps>): string => {
  const step = nextSteps(...given).find((one) => one.title === title)
  if (step === undefined) throw new Error(`nothing is called ${title}`)
  return step.text
}

test('more epochs help while the loss falls', () => {
  expect(textOf('More epochs', undefined, undefined)).toMatch(/^The lesson’s 2 epochs are too few/)
  expect(textOf('More epochs', undefined, { config: lessonConfig, log: log(1.4, 1.3) })).toMatch(
    /still falling, from 1\.400 to 1\.300 .*Try 4 or 10/
  )
  expect(textOf('More epochs', undefined, { config: lessonConfig, log: log(1.3, 1.31) })).toMatch(
    /no longer falling/
  )
  expect(textOf('More epochs', undefined, { config: { ...lessonConfig, epochs: 1 }, log: log(1) })).toMatch(
    /^You trained for one epoch\. Train until/
  )
})

test('of graphics cards it says what this machine has', () => {
  const wasm: EngineStatus = {
    available: true,
    engine: 'wasm',
    name: 'WebAssembly',
    description: '',
    maxThreads: 2,
    preferred: true
  }
  const webgpu: EngineStatus = { ...wasm, engine: 'webgpu', name: 'WebGPU', description: 'WebGPU on a card' }
  const tensorflow: EngineStatus = {
    ...wasm,
    engine: 'tensorflow',
    name: 'TensorFlow',
    description: 'TensorFlow 2.21.0 on the CPU'
  }
  const missing: EngineStatus = {
    available: false,
    engine: 'webgpu',
    name: 'WebGPU',
    reason: 'no graphics card answers.',
    remedy: 'A driver.'
  }
  expect(textOf('A graphics card', undefined, undefined)).toMatch(/Devices shows what this machine has/)
  expect(textOf('A graphics card', [wasm, missing], undefined)).toMatch(
    /cannot train on a GPU yet \(no graphics card answers\)\. Devices/
  )
  expect(textOf('A graphics card', [wasm, tensorflow], undefined)).toMatch(
    /cannot train on a GPU yet\. Devices/
  )
  expect(textOf('A graphics card', [wasm, webgpu], undefined)).toMatch(/can train on: WebGPU on a card\./)
})

test('names the networks to begin with', () => {
  expect(textOf('A better network', undefined, undefined)).toMatch(
    /“Wider”, “Modern”, .* and “[^”]+” as starting points/
  )
})
