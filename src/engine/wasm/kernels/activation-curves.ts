import { geluTanhConstants } from '../../../core/layers/gelu-tanh'
import type { ActivationType, LayerSpec } from '../../../core/layers/layer-kinds'
import type { F64, Local, V128 } from '../assembler/expression'
import { callValue } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { f64 } from '../assembler/scalar'
import { v128 } from '../assembler/vector'
import type { F64Function } from './exponential'

type Vector = Local<'v128'>
type Scalar = Local<'f64'>

/** How an activation is computed, four values at a time or one in float64. */
export type ActivationCurve =
  | {
      readonly kind: 'vector'
      readonly value: (x: Vector) => V128
      /** From the gradient of the output y. */
      readonly gradient: (dy: Vector, y: Vector) => V128
    }
  | {
      readonly kind: 'scalar'
      readonly value: (x: Scalar) => F64
      readonly gradient: (dy: Vector, y: Vector) => V128
    }
  | {
      /** y = x * share(x), whose slope follows from x. */
      readonly kind: 'weighted'
      readonly share: F64Function
      readonly slope: (x: Scalar, share: Scalar) => F64
    }

/** What curves are emitted with. @param name of the layer */
interface Emitting {
  readonly module: ModuleBuilder
  readonly name: string
  readonly exponential: F64Function
}

const number = (value: number): F64 => f64.const(value)
const four = (value: number): V128 => v128.floats(value, value, value, value)
const isAbove = (x: V128, bound: number): V128 => v128.gtFloat(x, four(bound))

/** Those that are exact four values at a time. */
const vectorCurves: {
  readonly [T in 'relu' | 'leakyRelu' | 'relu6' | 'scale']: (layer: LayerSpec<T>) => ActivationCurve
} = {
  relu: () => ({
    kind: 'vector',
    value: (x) => v128.pmaxFloat(x, v128.zero),
    gradient: (dy, y) => v128.and(dy, isAbove(y, 0))
  }),
  leakyRelu: ({ slope }) => ({
    kind: 'vector',
    value: (x) => v128.select(x, v128.mulFloat(x, four(slope)), isAbove(x, 0)),
    gradient: (dy, y) => v128.select(dy, v128.mulFloat(dy, four(slope)), isAbove(y, 0))
  }),
  scale: ({ factor }) => ({
    kind: 'vector',
    value: (x) => v128.mulFloat(x, four(factor)),
    gradient: (dy) => v128.mulFloat(dy, four(factor))
  }),
  relu6: () => ({
    kind: 'vector',
    value: (x) => v128.pminFloat(v128.pmaxFloat(x, v128.zero), four(6)),
    gradient: (dy, y) => v128.and(dy, v128.and(isAbove(y, 0), v128.gtFloat(four(6), y)))
  })
}

const curves: {
  readonly [T in ActivationType]: (layer: LayerSpec<T>, emitting: Emitting) => ActivationCurve
} = {
  ...vectorCurves,
  tanh: (_, { exponential }) => ({
    kind: 'scalar',
    // 1 - 2 / (exp(2x) + 1)
    value: (x) =>
      f64.sub(number(1), f64.div(number(2), f64.add(callValue(exponential, f64.add(x, x)), number(1)))),
    gradient: (dy, y) => v128.mulFloat(dy, v128.subFloat(four(1), v128.mulFloat(y, y)))
  }),
  sigmoid: (_, { exponential }) => ({
    kind: 'scalar',
    value: (x) => logistic(exponential, x),
    gradient: (dy, y) => v128.mulFloat(dy, v128.mulFloat(y, v128.subFloat(four(1), y)))
  }),
  silu: (_, { module, name, exponential }) => ({
    kind: 'weighted',
    share: module.function(`${name}.share`, ['f64'], 'f64', (f) => {
      f.result(logistic(exponential, f.parameter(0, 'f64')))
    }),
    // share + x * share (1 - share)
    slope: (x, share) => f64.add(share, f64.mul(x, logisticSlope(share)))
  }),
  gelu: (_, { module, name, exponential }) => ({
    kind: 'weighted',
    share: emitNormalShare(module, name, exponential),
    // share + x * the density of the normal distribution
    slope: (x, share) => {
      const density = f64.mul(
        number(1 / Math.sqrt(2 * Math.PI)),
        callValue(exponential, f64.mul(f64.mul(number(-0.5), x), x))
      )
      return f64.add(share, f64.mul(x, density))
    }
  }),
  geluTanh: (_, { module, name, exponential }) => {
    const { scale, cubic } = geluTanhConstants
    /** 2 scale (1 + factor x^2) */
    const inner = (x: Scalar, factor: number): F64 =>
      f64.mul(number(2 * scale), f64.add(number(1), f64.mul(f64.mul(number(factor), x), x)))
    return {
      kind: 'weighted',
      share: module.function(`${name}.share`, ['f64'], 'f64', (f) => {
        const x = f.parameter(0, 'f64')
        f.result(logistic(exponential, f64.mul(x, inner(x, cubic))))
      }),
      slope: (x, share) => f64.add(share, f64.mul(f64.mul(x, logisticSlope(share)), inner(x, 3 * cubic)))
    }
  }
}

/** Whether its values are computed four at a time. */
export function isVectorCurve(type: ActivationType): boolean {
  return Object.hasOwn(vectorCurves, type)
}

/** The functions that a curve calls are emitted with it. */
export function curveOf<T extends ActivationType>(layer: LayerSpec<T>, emitting: Emitting): ActivationCurve {
  return curves[layer.type](layer, emitting)
}

/** 1 / (1 + exp(-x)) */
function logistic(exponential: F64Function, x: F64): F64 {
  return f64.div(number(1), f64.add(number(1), callValue(exponential, f64.neg(x))))
}

/** Of a logistic function's value y: y (1 - y) */
function logisticSlope(y: Scalar): F64 {
  return f64.mul(y, f64.sub(number(1), y))
}

/** Coefficients of erfcc, from that of t^9 down (Press et al., Numerical Recipes): erfc to 1.2e-7 relative. */
const erfcTerms = [
  0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196,
  1.00002368, -1.26551223
]

/** (x) -> erfc(-x / sqrt(2)) / 2, the share of a normal distribution below x, to the precision of float32. */
function emitNormalShare(module: ModuleBuilder, name: string, exponential: F64Function): F64Function {
  return module.function(`${name}.share`, ['f64'], 'f64', (f) => {
    const x = f.parameter(0, 'f64')
    const z = f.local('f64', f64.mul(f64.abs(x), number(Math.SQRT1_2)))
    const t = f.local('f64', f64.div(number(1), f64.add(number(1), f64.mul(number(0.5), z))))
    const polynomial = erfcTerms.map(number).reduce((sum, term) => f64.add(f64.mul(sum, t), term))
    const exponent = f64.sub(polynomial, f64.mul(z, z))
    const tail = f.local('f64', f64.mul(f64.mul(number(0.5), t), callValue(exponential, exponent)))
    // Below 0 the tail itself, above 0 what it leaves of 1: 0.5 and how far the tail is from it, by the sign of x.
    f.result(f64.add(number(0.5), f64.copySign(f64.sub(number(0.5), tail), x)))
  })
}
