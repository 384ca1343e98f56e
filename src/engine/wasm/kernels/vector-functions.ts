import type { Expr, Local, V128 } from '../assembler/expression'
import { callValue, type FunctionBuilder, type FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { v128 } from '../assembler/vector'

type V128Function = FunctionReference & { readonly result: 'v128' }

export const four = (value: number): V128 => v128.floats(value, value, value, value)

/** sum <- sum * x + coefficient, from the highest power down. */
function polynomial(f: FunctionBuilder, x: Local<'v128'>, coefficients: readonly number[]): V128 {
  return coefficients.map(four).reduce((sum, coefficient) => f.madd(sum, x, coefficient))
}

/** ln 2 in two parts, so that n * high is exact for the n that occur (Cody and Waite 1980). */
const ln2High = 0.693359375
const ln2Low = -2.1219444e-4
/** Where e^x is still a float, and not yet smaller than the least of them. */
const highest = 88
const lowest = -87
/** Of the Taylor series, from x^7 / 7! down: enough for |x| <= ln 2 / 2. */
const taylor = [5040, 720, 120, 24, 6, 2, 1, 1].map((factorial) => 1 / factorial)

/**
 * Coefficients of x P(x^2) / Q(x^2), which is erf to 4.2e-7 for |x| <= 4; beyond that erf is 1 to float32's precision. From
 * the highest power down; Eigen's, as TensorFlow and XLA use them.
 */
const erfNumerator = [
  -2.72614225801306e-10, 2.77068142495902e-8, -2.10102402082508e-6, -5.69250639462346e-5,
  -7.34990630326855e-4, -2.95459980854025e-3, -1.60960333262415e-2
]
const erfDenominator = [
  -1.45660718464996e-5, -2.13374055278905e-4, -1.68282697438203e-3, -7.37332916720468e-3, -1.42647390514189e-2
]

/** Of tanh(x) = x + x^3 P(x^2) for |x| < 0.625, from the highest power down (Moshier, Cephes). */
const tanhTerms = [
  -5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1
]
const tanhBound = 0.625

/**
 * Functions of four floats at a time, to a few units in the last place; NaN gives NaN. Each is emitted when it is first
 * asked for, so that a module has only what it calls.
 */
export class VectorFunctions {
  readonly #module: ModuleBuilder
  #exponential: V128Function | undefined
  #logistic: V128Function | undefined
  #normalShare: V128Function | undefined
  #tanh: V128Function | undefined

  constructor(module: ModuleBuilder) {
    this.#module = module
  }

  /** e^x, between the least and the largest float. */
  exponential(x: Expr<'v128'>): V128 {
    this.#exponential ??= this.#function('exp4', (f, x) => {
      f.set(x, v128.pmaxFloat(v128.pminFloat(x, four(highest)), four(lowest)))
      const n = f.local('v128', v128.nearestFloat(v128.mulFloat(x, four(Math.LOG2E))))
      f.set(x, f.madd(n, four(-ln2High), x))
      f.set(x, f.madd(n, four(-ln2Low), x))
      const sum = f.local('v128', polynomial(f, x, taylor))
      const power = v128.shiftLeft(v128.addInt(v128.truncateFloat(n), v128.ints(127, 127, 127, 127)), 23)
      return v128.mulFloat(sum, power)
    })
    return callValue(this.#exponential, x)
  }

  /** 1 / (1 + e^-x) */
  logistic(x: Expr<'v128'>): V128 {
    this.#logistic ??= this.#function('logistic4', (_, x) =>
      v128.divFloat(four(1), v128.addFloat(four(1), this.exponential(v128.subFloat(v128.zero, x))))
    )
    return callValue(this.#logistic, x)
  }

  /** The share of a normal distribution below x: (1 + erf(x / sqrt 2)) / 2 */
  normalShare(x: Expr<'v128'>): V128 {
    this.#normalShare ??= this.#function('normalShare4', (f, x) => {
      f.set(x, v128.mulFloat(x, four(Math.SQRT1_2)))
      f.set(x, v128.pmaxFloat(v128.pminFloat(x, four(4)), four(-4)))
      const square = f.local('v128', v128.mulFloat(x, x))
      const numerator = f.local('v128', v128.mulFloat(x, polynomial(f, square, erfNumerator)))
      const erf = v128.divFloat(numerator, polynomial(f, square, erfDenominator))
      return f.madd(erf, four(0.5), four(0.5))
    })
    return callValue(this.#normalShare, x)
  }

  tanh(x: Expr<'v128'>): V128 {
    this.#tanh ??= this.#function('tanh4', (f, x) => {
      const square = f.local('v128', v128.mulFloat(x, x))
      const cube = f.local('v128', v128.mulFloat(square, x))
      const near = f.local('v128', f.madd(cube, polynomial(f, square, tanhTerms), x))
      const grown = v128.addFloat(this.exponential(v128.addFloat(x, x)), four(1))
      const far = f.local('v128', v128.subFloat(four(1), v128.divFloat(four(2), grown)))
      return v128.select(near, far, v128.gtFloat(four(tanhBound * tanhBound), square))
    })
    return callValue(this.#tanh, x)
  }

  #function(name: string, write: (f: FunctionBuilder, x: Local<'v128'>) => V128): V128Function {
    return this.#module.function(name, ['v128'], 'v128', (f) => {
      f.result(write(f, f.parameter(0, 'v128')))
    })
  }
}
