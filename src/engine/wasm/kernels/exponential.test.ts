import { expect, test } from 'vitest'
import { ModuleBuilder } from '../assembler/module-builder'
import { emitExponential, emitLogarithm } from './exponential'

const module = new ModuleBuilder({ relaxedSimd: false })
module.export('exp', emitExponential(module))
module.export('ln', emitLogarithm(module))
const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true })
const { exports } = new WebAssembly.Instance(
  new WebAssembly.Module(module.encode({ initial: 1, maximum: 1 })),
  { env: { memory } }
)

function evaluate(name: 'exp' | 'ln', x: number): number {
  const compiled = exports[name]
  if (typeof compiled !== 'function') throw new Error(`no ${name}`)
  return Number(Reflect.apply(compiled, undefined, [x]))
}

test('exp agrees with Math.exp from underflow to overflow', () => {
  for (let x = -700; x <= 700; x += 0.37) {
    expect(Math.abs(evaluate('exp', x) / Math.exp(x) - 1)).toBeLessThan(1e-14)
  }
  expect(evaluate('exp', 0)).toBe(1)
  expect(evaluate('exp', -Infinity)).toBeLessThan(1e-300)
  expect(evaluate('exp', NaN)).toBeNaN()
})

test('ln agrees with Math.log from 1 on', () => {
  for (let x = 1; x < 1e9; x = x * 1.09 + 0.001) {
    expect(Math.abs(evaluate('ln', x) - Math.log(x))).toBeLessThan(1e-14 * (1 + Math.log(x)))
  }
  expect(evaluate('ln', 1)).toBe(0)
  expect(evaluate('ln', NaN)).toBeNaN()
  expect(evaluate('ln', Infinity)).toBeNaN()
})
