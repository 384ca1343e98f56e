import { beforeEach, expect, test } from 'vitest'
import { ModuleBuilder } from '../assembler/module-builder'
import { exportedFunction } from '../exported-function'
import { emitPhaseQueue } from './phase-queue'

const threads = 3
const control = { phase: 0, done: 4, sleepers: 8, claimed: 12, command: 64, hyperparameters: 128 }
const answerAt = 256
let ints: Int32Array
let claim: (unit: number, phase: number) => number | undefined
let done: (phase: number) => unknown

beforeEach(() => {
  const pages = { initial: 1, maximum: 1 }
  const module = new ModuleBuilder({ relaxedSimd: false })
  const queue = emitPhaseQueue(module, control, threads)
  module.export(
    'claim',
    module.procedure('tryClaim', ['i32', 'i32'], (f) => {
      f.storeInt(answerAt, queue.claim(f.parameter(0, 'i32'), f.parameter(1, 'i32')))
    })
  )
  module.export('done', queue.done)
  module.export('enter', queue.enter)
  const memory = new WebAssembly.Memory({ ...pages, shared: true })
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.encode(pages)), {
    env: { memory }
  })
  ints = new Int32Array(memory.buffer)
  ints.fill(6, control.claimed / 4, control.claimed / 4 + threads)
  const tryClaim = exportedFunction(exports, 'claim')
  claim = (unit, phase) => {
    tryClaim(unit, phase)
    return ints[answerAt / 4]
  }
  done = exportedFunction(exports, 'done')
  exportedFunction(exports, 'enter')(7)
})

test('each unit of a phase is taken once, by the thread that asks first', () => {
  expect(ints[0]).toBe(7)
  expect([0, 1, 0, 2, 1, 2].map((unit) => claim(unit, 7))).toEqual([1, 1, 0, 1, 0, 0])
})

test('the next phase begins when all units are done, and not before', () => {
  for (let unit = 0; unit < threads; unit++) claim(unit, 7)
  done(7)
  done(7)
  expect(ints[0]).toBe(7)
  done(7)
  expect(ints[0]).toBe(8)
  expect(claim(1, 8)).toBe(1)
})

test('who comes late to a phase that is over takes nothing', () => {
  for (let unit = 0; unit < threads; unit++) {
    claim(unit, 7)
    done(7)
  }
  expect(claim(2, 7)).toBe(0)
  expect(claim(2, 9)).toBe(0)
  expect(claim(2, 8)).toBe(1)
})
