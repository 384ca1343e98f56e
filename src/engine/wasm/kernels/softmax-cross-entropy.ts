import { callValue, type FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { f32, f64, i32 } from '../assembler/scalar'
import type { F64Function } from './exponential'

/**
 * (logits, gradient, label, scale) -> loss, for one image: f32[C] -> -ln(softmax(logits)[label]) and
 * gradient = (softmax - target) * scale. Sums and exponentials are float64.
 * @param smoothing of the label; see `crossEntropy` in core/maths
 */
export function emitSoftmaxCrossEntropy(
  module: ModuleBuilder,
  classes: number,
  smoothing: number,
  exponential: F64Function,
  logarithm: F64Function
): FunctionReference & { readonly result: 'f64' } {
  return module.function('softmaxCrossEntropy', ['i32', 'i32', 'i32', 'f64'], 'f64', (f) => {
    const logits = f.parameter(0, 'i32')
    const gradient = f.parameter(1, 'i32')
    const label = f.parameter(2, 'i32')
    const scale = f.parameter(3, 'f64')
    const offset = f.local('i32')
    const bytes = classes * 4
    const logit = (): ReturnType<typeof f64.promote> => f64.promote(f32.load(i32.add(logits, offset)))
    const target = i32.add(gradient, i32.shl(label, 2))
    const max = f.local('f64', f64.const(-Infinity))
    f.for(offset, 0, bytes, 4, () => {
      f.set(max, f64.max(max, logit()))
    })
    const sum = f.local('f64', f64.const(0))
    const power = f.local('f64')
    f.for(offset, 0, bytes, 4, () => {
      f.set(power, callValue(exponential, f64.sub(logit(), max)))
      f.set(sum, f64.add(sum, power))
      f.storeFloat(i32.add(gradient, offset), f32.demote(power))
    })
    const factor = f.local('f64', f64.div(scale, sum))
    f.for(offset, 0, bytes, 4, () => {
      const value = f64.promote(f32.load(i32.add(gradient, offset)))
      f.storeFloat(i32.add(gradient, offset), f32.demote(f64.mul(value, factor)))
    })
    const labelled = f64.promote(f32.load(i32.add(logits, i32.shl(label, 2))))
    if (smoothing === 0) {
      f.storeFloat(target, f32.demote(f64.sub(f64.promote(f32.load(target)), scale)))
      f.result(f64.add(callValue(logarithm, sum), f64.sub(max, labelled)))
      return
    }
    const all = f.local('f64', f64.const(0))
    const spread = f.local('f64', f64.mul(scale, f64.const(smoothing / classes)))
    f.for(offset, 0, bytes, 4, () => {
      f.set(all, f64.add(all, logit()))
      const value = f64.promote(f32.load(i32.add(gradient, offset)))
      f.storeFloat(i32.add(gradient, offset), f32.demote(f64.sub(value, spread)))
    })
    const kept = f64.mul(scale, f64.const(1 - smoothing))
    f.storeFloat(target, f32.demote(f64.sub(f64.promote(f32.load(target)), kept)))
    const own = f64.add(
      f64.mul(f64.const(1 - smoothing), labelled),
      f64.mul(f64.const(smoothing / classes), all)
    )
    f.result(f64.add(callValue(logarithm, sum), f64.sub(max, own)))
  })
}
