import { expect, test } from 'vitest'
import type { FunctionBuilder } from './function-builder'
import { ModuleBuilder } from './module-builder'
import { f32, i32 } from './scalar'
import { v128 } from './vector'

const pages = { initial: 1, maximum: 1 }

/** Runs a function of two whole numbers. */
function run(write: (f: FunctionBuilder) => void, a: number, b: number, memory = newMemory()): unknown {
  const module = new ModuleBuilder({ relaxedSimd: false })
  module.export('run', module.function('run', ['i32', 'i32'], 'i32', write))
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.encode(pages)), {
    env: { memory }
  })
  const { run: compiled } = exports
  if (typeof compiled !== 'function') throw new Error('no function came out')
  const result: unknown = Reflect.apply(compiled, undefined, [a, b])
  return result
}

const newMemory = (): WebAssembly.Memory => new WebAssembly.Memory({ ...pages, shared: true })

test('a loop runs as often as its bounds say, not at all when they are equal', () => {
  const sum = (f: FunctionBuilder): void => {
    const total = f.int(0)
    const i = f.local('i32')
    f.for(i, f.parameter(0, 'i32'), f.parameter(1, 'i32'), 2, () => {
      f.setInt(total, i32.add(total, i))
    })
    f.result(total)
  }
  expect(run(sum, 3, 8)).toBe(3 + 5 + 7)
  expect(run(sum, 5, 5)).toBe(0)
})

test.each([0, 1, 2, 7])('repeat runs its body %i times', (count) => {
  const body = (f: FunctionBuilder): void => {
    const total = f.int(f.parameter(0, 'i32'))
    f.repeat(count, () => {
      f.advance(total, f.parameter(1, 'i32'))
    })
    f.result(total)
  }
  expect(run(body, 10, 3)).toBe(10 + 3 * count)
})

test('if takes one branch', () => {
  const larger = (f: FunctionBuilder): void => {
    const [a, b] = [f.parameter(0, 'i32'), f.parameter(1, 'i32')]
    const result = f.local('i32')
    f.if(
      i32.lt(a, b),
      () => {
        f.setInt(result, b)
      },
      () => {
        f.setInt(result, a)
      }
    )
    f.result(result)
  }
  expect(run(larger, 4, 9)).toBe(9)
  expect(run(larger, 9, 4)).toBe(9)
})

test.each([1, 2, 3, 4])('storeLanes writes %i lanes and nothing beyond', (count) => {
  const memory = newMemory()
  const floats = new Float32Array(memory.buffer, 64, 6).fill(-1)
  const store = (f: FunctionBuilder): void => {
    f.storeLanes(f.parameter(0, 'i32'), f.local('v128', v128.floats(1, 2, 3, 4)), count)
    f.result(i32.const(0))
  }
  run(store, 64, 0, memory)
  expect([...floats]).toEqual([1, 2, 3, 4, -1, -1].map((value, i) => (i < count ? value : -1)))
})

test('shuffle names the lanes of two vectors', () => {
  const memory = newMemory()
  const shuffled = (f: FunctionBuilder): void => {
    const a = f.local('v128', v128.floats(0, 1, 2, 3))
    const b = f.local('v128', v128.floats(4, 5, 6, 7))
    f.store(f.parameter(0, 'i32'), v128.shuffle(a, b, [7, 0, 5, 2]))
    f.storeFloat(f.parameter(1, 'i32'), f32.const(0.5))
    f.result(i32.const(1))
  }
  run(shuffled, 128, 256, memory)
  expect([...new Float32Array(memory.buffer, 128, 4)]).toEqual([7, 0, 5, 2])
  expect(new Float32Array(memory.buffer, 256, 1)[0]).toBe(0.5)
})
