import { required } from '../../../../core/base/required'
import { volume } from '../../../../core/layers/shape'

/** Numbers that a file holds. */
export interface OnnxConstant {
  readonly kind: 'constant'
  /** For people: `fc1.weight`. */
  readonly name: string
  readonly shape: readonly number[]
  /** Reads them, each time that it is called. @throws LabError 'checkpoint-invalid' */
  readonly values: () => Float64Array
  /** How many times they were turned: reading them costs as much for each. */
  readonly turns: number
}

export function constantOf(name: string, shape: readonly number[], values: () => Float64Array): OnnxConstant {
  return { kind: 'constant', name, shape, values, turns: 0 }
}

/** The only number of a constant; undefined where it has several. */
export function onlyNumber({ shape, values }: OnnxConstant): number | undefined {
  return volume(shape) === 1 ? values()[0] : undefined
}

/** Most times that numbers are turned on their way to a layer. */
export const mostTurns = 4

/** Axis i of the result is axes[i]. */
export function turned(constant: OnnxConstant, axes: readonly number[]): OnnxConstant {
  const { shape, values } = constant
  const strides = shape.map((_, axis) => volume(shape.slice(axis + 1)))
  const target = axes.map((axis) => required(shape[axis], 'an axis of the constant'))
  const steps = axes.map((axis) => required(strides[axis], 'a stride of each axis'))
  return {
    ...constant,
    shape: target,
    turns: constant.turns + 1,
    values() {
      const from = values()
      const to = new Float64Array(from.length)
      const place = target.map(() => 0)
      let at = 0
      for (let i = 0; i < to.length; i++) {
        to[i] = required(from[at], 'a number at each place')
        for (let axis = target.length - 1; axis >= 0; axis--) {
          const next = required(place[axis], 'a place along each axis') + 1
          const step = required(steps[axis], 'a step along each axis')
          if (next < required(target[axis], 'a length of each axis')) {
            place[axis] = next
            at += step
            break
          }
          place[axis] = 0
          at -= step * (next - 1)
        }
      }
      return to
    }
  }
}
