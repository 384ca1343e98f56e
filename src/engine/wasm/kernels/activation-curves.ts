import { geluTanhConstants } from '../../../core/layers/gelu-tanh'
import type { ActivationType, LayerSpec } from '../../../core/layers/layer-kinds'
import type { Local, V128 } from '../assembler/expression'
import type { FunctionBuilder } from '../assembler/function-builder'
import { v128 } from '../assembler/vector'
import { four, type VectorFunctions } from './vector-functions'

type Vector = Local<'v128'>

/** How an activation is computed, four values at a time. */
export interface ActivationCurve {
  readonly value: (x: Vector, f: FunctionBuilder) => V128
  /**
   * The gradient of the input, from that of the output.
   * @param from the output y, or the input x where core's activation says that its slope follows from it
   */
  readonly gradient: (dy: Vector, from: Vector, f: FunctionBuilder) => V128
}

const isAbove = (x: V128, bound: number): V128 => v128.gtFloat(x, four(bound))
/** Of a logistic function's value y: y (1 - y) */
const logisticSlope = (y: Vector): V128 => v128.mulFloat(y, v128.subFloat(four(1), y))

const curves: {
  readonly [T in ActivationType]: (layer: LayerSpec<T>, functions: VectorFunctions) => ActivationCurve
} = {
  relu: () => ({
    value: (x) => v128.pmaxFloat(x, v128.zero),
    gradient: (dy, y) => v128.and(dy, isAbove(y, 0))
  }),
  leakyRelu: ({ slope }) => ({
    value: (x) => v128.select(x, v128.mulFloat(x, four(slope)), isAbove(x, 0)),
    gradient: (dy, y) => v128.select(dy, v128.mulFloat(dy, four(slope)), isAbove(y, 0))
  }),
  scale: ({ factor }) => ({
    value: (x) => v128.mulFloat(x, four(factor)),
    gradient: (dy) => v128.mulFloat(dy, four(factor))
  }),
  relu6: () => ({
    value: (x) => v128.pminFloat(v128.pmaxFloat(x, v128.zero), four(6)),
    gradient: (dy, y) => v128.and(dy, v128.and(isAbove(y, 0), v128.gtFloat(four(6), y)))
  }),
  tanh: (_, functions) => ({
    value: (x) => functions.tanh(x),
    gradient: (dy, y) => v128.mulFloat(dy, v128.subFloat(four(1), v128.mulFloat(y, y)))
  }),
  sigmoid: (_, functions) => ({
    value: (x) => functions.logistic(x),
    gradient: (dy, y) => v128.mulFloat(dy, logisticSlope(y))
  }),
  silu: (_, functions) => ({
    value: (x) => v128.mulFloat(x, functions.logistic(x)),
    // share + x * share (1 - share)
    gradient: (dy, x, f) => {
      const share = f.local('v128', functions.logistic(x))
      return v128.mulFloat(dy, f.madd(x, logisticSlope(share), share))
    }
  }),
  gelu: (_, functions) => ({
    value: (x) => v128.mulFloat(x, functions.normalShare(x)),
    // share + x * the density of the normal distribution
    gradient: (dy, x, f) => {
      const share = f.local('v128', functions.normalShare(x))
      const exponent = v128.mulFloat(v128.mulFloat(four(-0.5), x), x)
      const density = v128.mulFloat(four(1 / Math.sqrt(2 * Math.PI)), functions.exponential(exponent))
      return v128.mulFloat(dy, f.madd(x, density, share))
    }
  }),
  geluTanh: (_, functions) => {
    const { scale, cubic } = geluTanhConstants
    /** 2 scale (1 + factor x^2) */
    const inner = (f: FunctionBuilder, x: Vector, factor: number): V128 =>
      f.madd(v128.mulFloat(four(2 * scale * factor), x), x, four(2 * scale))
    const shareOf = (f: FunctionBuilder, x: Vector): V128 =>
      functions.logistic(v128.mulFloat(x, inner(f, x, cubic)))
    return {
      value: (x, f) => v128.mulFloat(x, shareOf(f, x)),
      gradient: (dy, x, f) => {
        const share = f.local('v128', shareOf(f, x))
        const slope = v128.mulFloat(logisticSlope(share), inner(f, x, 3 * cubic))
        return v128.mulFloat(dy, f.madd(x, slope, share))
      }
    }
  }
}

export function curveOf<T extends ActivationType>(
  layer: LayerSpec<T>,
  functions: VectorFunctions
): ActivationCurve {
  return curves[layer.type](layer, functions)
}
