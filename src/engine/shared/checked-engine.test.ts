import { expect, test } from 'vitest'
import type { BatchSlot, CompileRequest, Engine, Program } from '../../core/engine/engine'
import { initialWeights } from '../../core/model/initial-weights'
import { lessonConfig } from '../../core/settings/run-config'
import { untrainedState } from '../../core/model/weights'
import { checkedEngine } from './checked-engine'
import { sharedSlot } from './shared-slot'

const { model, optimizer } = lessonConfig
const state = untrainedState(initialWeights(model, 1))
const request: CompileRequest = { model, optimizer, batchSize: 4, threads: 1, seed: 1, state }

/** Checks nothing itself, and writes down what reaches it. `train` ends when it is told to. */
function fakeEngine(lacking?: string) {
  const calls: string[] = []
  let end: (() => void) | undefined
  const called = (name: string): Promise<void> => {
    calls.push(name)
    return Promise.resolve()
  }
  const program: Program = {
    device: { engine: 'wasm', label: 'fake', description: 'fake', threads: 1 },
    createSlot: (capacity) => sharedSlot(model, capacity),
    train: () => {
      calls.push('train')
      return new Promise((resolve) => (end = resolve))
    },
    predict: () => called('predict'),
    readState: async () => called('readState').then(() => state),
    readWeights: async () => called('readWeights').then(() => state.weights),
    writeState: () => called('writeState'),
    dispose: () => called('dispose')
  }
  const engine: Engine = {
    id: 'wasm',
    probe: () => Promise.resolve({ available: false, reason: 'a fake', remedy: 'none' }),
    lacks: () => lacking,
    describePlan: () => {
      calls.push('describePlan')
      return undefined
    },
    compile: async () => called('compile').then(() => program)
  }
  return { engine: checkedEngine(engine), calls, endTraining: () => end?.() }
}

const rates = new Float64Array(8)
const losses = new Float32Array(4)

test('good calls reach the program', async () => {
  const { engine, calls, endTraining } = fakeEngine()
  const program = await engine.compile(request)
  const slot = program.createSlot(8)
  const training = program.train(slot, 0, 8, 4, rates, losses)
  endTraining()
  await training
  await program.predict(slot, 8, new Float32Array(80))
  expect(await program.readState()).toBe(state)
  await program.writeState(state)
  await program.dispose()
  expect(calls).toEqual(['compile', 'train', 'predict', 'readState', 'writeState', 'dispose'])
})

test.each<[string, (program: Program, slot: BatchSlot) => Promise<unknown>, string]>([
  [
    'too large a batch',
    (program, slot) => program.train(slot, 0, 8, 5, rates, losses),
    'compiled for up to 4'
  ],
  ['beyond the slot', (program, slot) => program.train(slot, 6, 4, 4, rates, losses), 'the slot holds 8'],
  [
    'too few rates',
    (program, slot) => program.train(slot, 0, 8, 4, new Float64Array(1), losses),
    'room for 1 learning rates'
  ],
  [
    'a rate below 0',
    (program, slot) => program.train(slot, 0, 8, 4, Float64Array.of(0.1, -0.1), losses),
    'learning rate -0.1'
  ],
  ['no room for losses', (program, slot) => program.train(slot, 0, 8, 1, rates, losses), 'room for 4 losses'],
  [
    'a foreign slot',
    (program) => program.train(sharedSlot(model, 8), 0, 8, 4, rates, losses),
    'did not make'
  ],
  ['no room for scores', (program, slot) => program.predict(slot, 8, losses), 'room for 4 scores'],
  ['too many scores', (program, slot) => program.predict(slot, 9, new Float32Array(90)), 'the slot holds 8'],
  ['no state', (program) => program.writeState({ ...state, weights: [] }), 'do not fit the network']
])('a wrong call does not reach the program: %s', async (_, call, message) => {
  const { engine, calls } = fakeEngine()
  const program = await engine.compile(request)
  const refused = call(program, program.createSlot(8))
  await expect(refused).rejects.toMatchObject({ name: 'LabError', code: 'invalid-input' })
  await expect(refused).rejects.toThrow(message)
  expect(calls).toEqual(['compile'])
})

test('a label that is no class, in the slot or in the data set', async () => {
  const { engine, calls } = fakeEngine()
  const shape = model.inputShape
  const data = { images: new Uint8Array(0), labels: Uint16Array.of(3, 10), count: 2, shape }
  const program = await engine.compile({ ...request, data })
  const slot = program.createSlot(8)
  slot.indices[2] = 1
  await expect(program.train(slot, 0, 4, 4, rates, losses)).rejects.toThrow('the label 10')
  slot.indices[2] = 2
  await expect(program.train(slot, 0, 4, 4, rates, losses)).rejects.toThrow('Row 2')
  slot.indices[2] = 0
  slot.labels[1] = 11
  await expect(program.train(slot, 0, 4, 4, rates, losses)).rejects.toThrow('the label 11')
  expect(calls).toEqual(['compile'])
})

test('one call at a time; what fails or ends lets the next one in', async () => {
  const { engine, calls, endTraining } = fakeEngine()
  const program = await engine.compile(request)
  const slot = program.createSlot(8)
  await expect(program.train(slot, 0, 8, 5, rates, losses)).rejects.toThrow('compiled for')
  const training = program.train(slot, 0, 8, 4, rates, losses)
  const busy = { code: 'busy' }
  await expect(program.train(slot, 0, 8, 4, rates, losses)).rejects.toMatchObject(busy)
  await expect(program.predict(slot, 1, new Float32Array(10))).rejects.toMatchObject(busy)
  await expect(program.readState()).rejects.toMatchObject(busy)
  await expect(program.readWeights()).rejects.toMatchObject(busy)
  await expect(program.writeState(state)).rejects.toMatchObject(busy)
  expect(() => program.createSlot(4)).toThrow('earlier call')
  endTraining()
  await training
  await program.readWeights()
  expect(calls).toEqual(['compile', 'train', 'readWeights'])
})

test('nothing is done after it was disposed of, which can be while it trains', async () => {
  const { engine, calls, endTraining } = fakeEngine()
  const program = await engine.compile(request)
  const slot = program.createSlot(8)
  const training = program.train(slot, 0, 8, 4, rates, losses)
  await program.dispose()
  await program.dispose()
  endTraining()
  await training
  await expect(program.train(slot, 0, 8, 4, rates, losses)).rejects.toMatchObject({ code: 'internal' })
  await expect(program.readState()).rejects.toThrow('disposed of')
  expect(() => program.createSlot(4)).toThrow('disposed of')
  expect(calls).toEqual(['compile', 'train', 'dispose'])
})

test('what the engine lacks is refused before it compiles or plans', async () => {
  const { engine, calls } = fakeEngine('patience')
  await expect(engine.compile(request)).rejects.toMatchObject({ code: 'engine-unavailable' })
  await expect(engine.compile(request)).rejects.toThrow('it does not support patience')
  expect(() => engine.describePlan?.(request)).toThrow('it does not support patience')
  expect(calls).toEqual([])
})

test('a batch without images is not compiled for', async () => {
  const { engine, calls } = fakeEngine()
  for (const batchSize of [0, -1, 2.5, NaN]) {
    await expect(engine.compile({ ...request, batchSize })).rejects.toMatchObject({ code: 'invalid-input' })
  }
  expect(calls).toEqual([])
})
