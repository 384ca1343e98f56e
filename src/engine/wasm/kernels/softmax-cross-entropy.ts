import type { F64, Local } from '../assembler/expression'
import { callValue, type FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { f32, f64, i32 } from '../assembler/scalar'
import type { WasmPlan } from '../plan/plan'
import type { F64Function } from './exponential'
import { parameters } from './parameters'

/**
 * (logits, gradient, label, scale) -> loss, for one image: f32[C] -> -ln(softmax(logits)[label]) and
 * gradient = (softmax - target) * scale. Sums and exponentials are float64. Where classes count differently, loss and
 * gradient are those of core/maths/weighted-targets.
 * @param smoothing of the label; see `crossEntropy` in core/maths
 */
export function emitSoftmaxCrossEntropy(
  module: ModuleBuilder,
  { classes, classWeights }: WasmPlan,
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
    const table = classWeights === undefined ? undefined : weightTable(classWeights, classes)
    const factor = f.local('f64', f64.div(scale, sum))
    if (table !== undefined) f.set(factor, f64.mul(factor, table.sum(label)))
    f.for(offset, 0, bytes, 4, () => {
      const value = f64.promote(f32.load(i32.add(gradient, offset)))
      f.storeFloat(i32.add(gradient, offset), f32.demote(f64.mul(value, factor)))
    })
    if (table !== undefined) {
      const distance = f.local('f64', f64.const(0))
      const goal = f.local('f64')
      const c = f.local('i32')
      f.for(c, 0, classes, 1, () => {
        f.setInt(offset, i32.shl(c, 2))
        f.set(goal, f64.const(smoothing / classes))
        f.if(i32.eq(c, label), () => {
          f.set(goal, f64.add(goal, f64.const(1 - smoothing)))
        })
        f.set(goal, f64.mul(goal, table.weight(c)))
        f.set(distance, f64.add(distance, f64.mul(goal, f64.sub(max, logit()))))
        const value = f64.promote(f32.load(i32.add(gradient, offset)))
        f.storeFloat(i32.add(gradient, offset), f32.demote(f64.sub(value, f64.mul(goal, scale))))
      })
      f.result(f64.add(f64.mul(table.sum(label), callValue(logarithm, sum)), distance))
      return
    }
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

/** (labels, images) -> the sum of the labels' weights; undefined where all classes count the same. */
export function emitLabelWeights(
  module: ModuleBuilder,
  { classes, classWeights }: WasmPlan
): F64Sum | undefined {
  if (classWeights === undefined) return undefined
  const table = weightTable(classWeights, classes)
  return module.function('labelWeights', ['i32', 'i32'], 'f64', (f) => {
    const [labels, images] = parameters(f, 2)
    const index = f.local('i32')
    const label = f.local('i32')
    const sum = f.local('f64', f64.const(0))
    f.for(index, 0, images, 1, () => {
      f.setInt(label, i32.load16(i32.add(labels, i32.shl(index, 1))))
      f.set(sum, f64.add(sum, table.weight(label)))
    })
    f.result(sum)
  })
}

export type F64Sum = FunctionReference & { readonly result: 'f64' }

/** f64[2, classes]: how much each class counts, and what its targets add up to. */
function weightTable(
  address: number,
  classes: number
): Readonly<Record<'weight' | 'sum', (label: Local<'i32'>) => F64>> {
  return {
    weight: (label) => f64.load(i32.shl(label, 3), address),
    sum: (label) => f64.load(i32.shl(label, 3), address + classes * 8)
  }
}
