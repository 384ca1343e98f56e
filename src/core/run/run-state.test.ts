import fc from 'fast-check'
import { confusionCells } from './evaluation'
import { describe, expect, test } from 'vitest'
import { lessonConfig } from '../settings/run-config'
import type { RunEvent } from './run-event'
import { foldRun, newRun } from './run-state'
import { recentTiming, runTiming } from './run-timing'

const device = { engine: 'wasm', label: 'WASM', description: 'WebAssembly', threads: 1 } as const
const started: Extract<RunEvent, { type: 'started' }> = {
  type: 'started',
  at: 1000,
  config: lessonConfig,
  device,
  dataset: { name: 'CIFAR-10', hash: 'abc', classes: ['plane', 'car'] },
  trainImages: 50_000,
  validationImages: 0,
  stepsPerEpoch: 12_500,
  totalSteps: 25_000,
  parameters: 62_006,
  versions: { tenfold: '0.1.0' }
}
const progress = (step: number): Extract<RunEvent, { type: 'progress' }> => ({
  type: 'progress',
  at: 1000 + step,
  step,
  epoch: 1,
  loss: 2 - step / 1000,
  trainMs: step / 4,
  waitMs: 0
})
const log = (step: number): RunEvent => ({ type: 'log', at: 0, step, epoch: 1, batch: step, loss: 2 })

describe('foldRun', () => {
  test('is the same for any way of cutting the events into parts', () => {
    const events = [
      started,
      ...Array.from({ length: 30 }, (_, i) => [progress(i + 1), log(i + 1), log(i + 1)]).flat()
    ]
    const whole = foldRun(newRun, events)
    fc.assert(
      fc.property(fc.nat(events.length), (cut) => {
        expect(foldRun(foldRun(newRun, events.slice(0, cut)), events.slice(cut))).toEqual(whole)
      })
    )
  })

  test('a state stays as it was while the run goes on', () => {
    const before = foldRun(newRun, [started, log(1)])
    foldRun(before, [log(2)])
    expect(before.log.map(({ step }) => step)).toEqual([1])
    expect(foldRun(before, [log(3)]).log.map(({ step }) => step)).toEqual([1, 3])
  })

  test('keeps the phases that were told last', () => {
    const phases = { samples: 1, forward: 1, backward: 2, update: 3 }
    const timed: RunEvent = {
      type: 'progress',
      at: 1025,
      step: 25,
      epoch: 1,
      loss: 2,
      trainMs: 6,
      waitMs: 0,
      phases
    }
    const state = foldRun(newRun, [started, timed, progress(50)])
    expect(state.phases).toEqual(phases)
    expect(foldRun(state, [started]).phases).toBeUndefined()
  })

  test('takes the speed from its points, and none from before it was resumed', () => {
    const state = foldRun(newRun, [started, progress(25), progress(50)])
    expect(runTiming(state)).toMatchObject({ stepsPerSecond: 4000, imagesPerSecond: 16_000 })
    expect(recentTiming(foldRun(state, [{ type: 'resumed', at: 0, step: 25, device }]))).toBeUndefined()
  })

  test('has come as far as its last checkpoint', () => {
    const checkpoint: RunEvent = { type: 'checkpoint', at: 0, step: 40, epoch: 1 }
    expect(foldRun(newRun, [started, progress(25), checkpoint]).step).toBe(40)
    expect(foldRun(newRun, [started, progress(50), checkpoint]).step).toBe(50)
  })

  test('a resumed run forgets what came after the checkpoint', () => {
    const error = { code: 'trainer-crashed', message: 'killed', hint: 'resume' } as const
    const state = foldRun(newRun, [
      started,
      progress(25),
      { type: 'checkpoint', at: 0, step: 25, epoch: 1 },
      log(30),
      progress(50),
      { type: 'ended', at: 0, step: 50, outcome: { kind: 'interrupted', error } },
      { type: 'resumed', at: 0, step: 25, device }
    ])
    expect(state).toMatchObject({ status: { kind: 'training' }, step: 25, endedAt: undefined })
    expect([...state.log]).toEqual([])
    expect([...state.checkpoints]).toEqual([25])
    expect(state.points.map(({ step }) => step)).toEqual([25])
  })

  test('keeps every learning rate; one from after the checkpoint is forgotten with it', () => {
    const changed = (step: number, learningRate: number): RunEvent => ({
      type: 'learningRateChanged',
      at: 0,
      step,
      learningRate
    })
    const resumed = (step: number): RunEvent => ({ type: 'resumed', at: 0, step, device })
    const begun = { fromStep: 0, learningRate: lessonConfig.optimizer.learningRate }
    const state = foldRun(newRun, [started, changed(20, 0.01), changed(40, 0.1)])
    expect(state.learningRate).toBe(0.1)
    expect(state.learningRates).toEqual([
      begun,
      { fromStep: 20, learningRate: 0.01 },
      { fromStep: 40, learningRate: 0.1 }
    ])
    expect(foldRun(state, [resumed(30)])).toMatchObject({
      learningRate: 0.01,
      learningRates: [begun, { fromStep: 20, learningRate: 0.01 }]
    })
    // The checkpoint of step 20 was written before the change, and the trainer says so.
    expect(foldRun(state, [resumed(20), changed(20, 0.001)]).learningRates).toEqual([begun])
  })

  test('lists the checkpoints that are there, and what one takes', () => {
    const checkpoint = (step: number): RunEvent => ({ type: 'checkpoint', at: 0, step, epoch: 1, bytes: 700 })
    const state = foldRun(newRun, [started, checkpoint(10), checkpoint(20), checkpoint(30), checkpoint(30)])
    expect([...state.checkpoints]).toEqual([10, 20, 30])
    const thinned = foldRun(state, [{ type: 'checkpointsRemoved', at: 0, steps: [10, 20] }])
    expect([...thinned.checkpoints]).toEqual([30])
    expect(thinned.checkpointBytes).toBe(700)
  })

  test('tells how the steps were rounded, and where that changed', () => {
    const on = (arithmetic: string): typeof device & { arithmetic: string } => ({ ...device, arithmetic })
    const resumed = (step: number, arithmetic: string): RunEvent => ({
      type: 'resumed',
      at: 0,
      step,
      device: on(arithmetic)
    })
    const begun = foldRun(newRun, [{ ...started, device: on('fused') }])
    const fused = { fromStep: 0, name: 'fused' }
    expect(begun.arithmetics).toEqual([fused])
    expect(foldRun(begun, [resumed(20, 'fused')]).arithmetics).toEqual([fused])
    const mixed = foldRun(begun, [resumed(20, 'plain')])
    expect(mixed.arithmetics).toEqual([fused, { fromStep: 20, name: 'plain' }])
    // What was computed after the checkpoint never happened.
    expect(foldRun(mixed, [resumed(10, 'fused')]).arithmetics).toEqual([fused])
    expect(foldRun(mixed, [resumed(0, 'plain')]).arithmetics).toEqual([{ fromStep: 0, name: 'plain' }])
  })

  test('a single step is kept while the run is paused, and until it goes on', () => {
    const stepped: RunEvent = {
      type: 'stepped',
      at: 0,
      step: 1,
      epoch: 1,
      batch: 1,
      learningRate: 0.001,
      rows: [7, 3],
      labels: [1, 0],
      predicted: [0, 0],
      loss: 2.3,
      gradients: [{ name: 'conv1/kernel', norm: 0.1 }]
    }
    const paused = foldRun(newRun, [started, { type: 'paused', at: 0, step: 0 }, stepped])
    expect(paused).toMatchObject({ status: { kind: 'paused' }, step: 1, stepped })
    expect(foldRun(paused, [{ type: 'resumed', at: 0, step: 1, device }]).stepped).toBeUndefined()
  })

  test('ends with its outcome', () => {
    const state = foldRun(newRun, [
      started,
      { type: 'ended', at: 9000, step: 25_000, outcome: { kind: 'finished' } }
    ])
    expect(state).toMatchObject({ status: { kind: 'finished' }, step: 25_000, endedAt: 9000 })
  })
})

describe('results and their data sets', () => {
  const evaluation = (correct: number): Extract<RunEvent, { type: 'evaluated' }>['evaluation'] => ({
    split: 'test',
    classes: ['plane', 'car'],
    cells: confusionCells([
      [correct, 10 - correct],
      [0, 0]
    ]),
    loss: 1,
    durationMs: 1
  })
  const evaluated = (correct: number, hash?: string): RunEvent => ({
    type: 'evaluated',
    at: 0,
    step: 1,
    evaluation: evaluation(correct),
    ...(hash === undefined ? {} : { dataset: { name: 'CIFAR-10', hash } })
  })

  test('one on another data set stands beside the run’s own, whatever comes first', () => {
    const state = foldRun(newRun, [started, evaluated(9, 'abc'), evaluated(1, 'other')])
    expect(state.evaluation?.result).toEqual(evaluation(9))
    expect(state.otherEvaluation?.result).toEqual(evaluation(1))
    expect(foldRun(newRun, [started, evaluated(1, 'other')]).evaluation).toBeUndefined()
    expect(foldRun(state, [evaluated(8, 'abc')]).evaluation?.result).toEqual(evaluation(8))
  })

  test('an event from before it was recorded belongs to the run’s own', () => {
    const state = foldRun(newRun, [started, evaluated(9), evaluated(1, 'other')])
    expect(state.evaluation).toMatchObject({ result: evaluation(9), dataset: { hash: 'abc' } })
  })

  const imported: RunEvent = {
    type: 'imported',
    at: 0,
    step: 0,
    epoch: 0,
    fileName: 'model.json',
    config: lessonConfig,
    classes: ['plane', 'car'],
    versions: {}
  }

  test('a network from a file belongs to the first data set that it was evaluated on', () => {
    const state = foldRun(newRun, [imported, evaluated(9, 'a'), evaluated(1, 'b')])
    expect(state.evaluation).toMatchObject({ result: evaluation(9), dataset: { hash: 'a' } })
    expect(state.otherEvaluation).toMatchObject({ result: evaluation(1), dataset: { hash: 'b' } })
  })

  test('which pixels it takes is assumed until a file or the user says it', () => {
    expect(foldRun(newRun, [started]).pixelsFrom).toBe('training')
    expect(foldRun(newRun, [imported]).pixelsFrom).toBe('assumed')
    expect(foldRun(newRun, [{ ...imported, assumesPixels: false }]).pixelsFrom).toBe('file')
    const chosen: RunEvent = { type: 'pixelsChosen', at: 0, step: 0, pixels: [0, 1] }
    const state = foldRun(newRun, [imported, chosen])
    expect(state.pixelsFrom).toBe('user')
    expect(state.config?.model.pixels).toEqual([0, 1])
    expect(foldRun(state, [{ ...chosen, pixels: [-1, 1] }]).config).toEqual(lessonConfig)
  })
})
