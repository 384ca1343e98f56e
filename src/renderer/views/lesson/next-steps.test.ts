import { expect, test } from 'vitest'
import { recipeCalled } from '../../../core/recipes/recipes'
import { lessonConfig } from '../../../core/settings/run-config'
import type { LogLine } from '../../../core/run/run-state'
import type { EngineStatus } from '../../../lab/contract/engine-status'
import { nextSteps } from './next-steps'

/** The losses of each epoch. */
const log = (...epochs: readonly (readonly number[])[]): readonly LogLine[] =>
  epochs.flatMap((losses, e) =>
    losses.map((loss, i) => ({ epoch: e + 1, batch: i + 1, step: e * 100 + i + 1, loss }))
  )
/** What the lesson's run with seed 1 printed. Its last two lines rise by chance. */
const lessonLog = log(
  [2.2374, 1.9143, 1.6992, 1.6115, 1.5131, 1.4753],
  [1.405, 1.3936, 1.35, 1.3169, 1.2915, 1.2966]
)
const moreEpochs = (lines: readonly LogLine[], epochs = 2): string =>
  textOf('More epochs', undefined, { config: { ...lessonConfig, epochs }, log: lines })
const textOf = (title: string, ...given: Parameters<typeof nextSteps>): string => {
  const step = nextSteps(...given).find((one) => one.title === title)
  if (step === undefined) throw new Error(`nothing is called ${title}`)
  return step.text
}

test('more epochs help while the loss falls', () => {
  expect(textOf('More epochs', undefined, undefined)).toMatch(/^The lesson’s 2 epochs are too few/)
  expect(moreEpochs(lessonLog)).toMatch(
    /fell from 1\.742 in epoch 1 to 1\.342 in epoch 2, .*Train longer: try 4 or 10 epochs/
  )
  expect(moreEpochs(log([1.5, 1.3], [1.4, 1.4]))).toMatch(/no longer falling: .*smaller learning rate/)
  expect(moreEpochs(log([1.4, 1.3], [1.395, 1.299]))).toMatch(/no longer falling/)
})

test('after a recipe, its ingredients are what to try', () => {
  const result = { config: { ...recipeCalled('minute').config, seed: 3 }, log: lessonLog }
  expect(textOf('Its ingredients', undefined, result)).toMatch(/^You have trained the recipe “A minute”/)
  expect(textOf('A recipe', undefined, { config: lessonConfig, log: lessonLog })).toMatch(/80 %/)
})

test('only whole epochs are compared', () => {
  const one = /^You trained for one epoch\. Train until/
  expect(moreEpochs(log([1]), 1)).toMatch(one)
  expect(moreEpochs(log([1.3, 1.4, 1.5]), 1)).toMatch(one)
  // Stopped in its second epoch.
  expect(moreEpochs(log([1.3, 1.2, 1.1], [1.5]))).toMatch(/^You trained for 2 epochs\. Train until/)
  expect(moreEpochs(log([2, 1.8], [1.5, 1.3], [1.6]), 3)).toMatch(
    /from 1\.900 in epoch 1 to 1\.400 in epoch 2/
  )
  expect(moreEpochs([])).toMatch(/^You trained for 2 epochs\. Train until/)
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
    /cannot train on a GPU \(no graphics card answers\)\. Devices/
  )
  expect(textOf('A graphics card', [wasm, tensorflow], undefined)).toMatch(/cannot train on a GPU\. Devices/)
  expect(textOf('A graphics card', [wasm, webgpu], undefined)).toMatch(/can train on: WebGPU on a card\./)
})

test('names the networks to begin with', () => {
  expect(textOf('A better network', undefined, undefined)).toMatch(
    /“Wider”, “Modern”, .* and “[^”]+” as starting points/
  )
})
