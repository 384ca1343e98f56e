import { required } from '../../../core/base/required'
import type { Local } from '../assembler/expression'
import { callValue, type FunctionBuilder, type FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { f32, f64, i32, int } from '../assembler/scalar'
import type { WasmPlan } from '../plan/plan'
import type { ClippingPhases } from './clipping'
import type { ImagePass } from './image-pass'
import type { MatrixPart } from './matrix-step'
import { ints, parameters } from './parameters'
import { partSize, type Phases } from './phases'
import type { RowPass } from './row-pass'
import { emitShare } from './share'
import type { F64Sum } from './softmax-cross-entropy'

/** A step of training, cut where all threads have to be done before any goes on. */
export interface KernelParts {
  /** Of a whole step; those behind the gradients update the weights. */
  readonly count: number
  /** How many of them prediction takes, and the gradients. */
  readonly predict: number
  readonly compute: number
  /**
   * (part, unit, images, labels, count, trains, step, losses, rate, optimizerSteps): a unit's share of a part. `step`,
   * `optimizerSteps`: steps before; `losses`, `rate`: addresses of this step's.
   */
  readonly runUnit: FunctionReference
}

/** What a unit is told. */
type Unit = Readonly<
  Record<'unit' | 'images' | 'labels' | 'count' | 'trains' | 'step' | 'losses', Local<'i32'>>
>

/** What follows the gradients. */
export interface StepEnd {
  /** (rate, step): makes the optimizer ready for the step. */
  readonly begin: FunctionReference
  /** (labels, images) -> what their losses are divided by; undefined where that is their number. */
  readonly labelWeights: F64Sum | undefined
  readonly clipping: ClippingPhases | undefined
  /** What is still to do for matrices that move as a whole. */
  readonly matrices: readonly MatrixPart[]
}

export function emitStepParts(
  module: ModuleBuilder,
  plan: WasmPlan,
  imagePass: ImagePass,
  rowPass: RowPass,
  phases: Phases,
  end: StepEnd
): KernelParts {
  const { threads } = plan
  const waits = [...imagePass.waits, ...rowPass.waits]
  const valuesOf = ({ unit, images, labels, count, trains, step }: Unit): Local<'i32'>[] => [
    unit,
    images,
    labels,
    count,
    trains,
    step
  ]

  /** (unit, count): a unit's share of the weights; each weight belongs to one unit. */
  const update = module.procedure('update', ['i32', 'i32'], (f) => {
    const [unit, count] = parameters(f, 2)
    const size = f.int(partSize(count))
    const partCount = f.int(i32.div(i32.sub(i32.add(count, size), 1), size))
    const share = emitShare(f, unit, threads)
    for (const { quads, update } of imagePass.updates) {
      if (update === undefined) continue
      const { from, to } = share(quads)
      f.call(update, partCount, from, to)
    }
    for (const { quads, update } of waits) {
      if (update === undefined) continue
      const { from, to } = share(quads)
      f.call(update, from, to)
    }
    for (const { inputs, update, updateBias } of rowPass.updates) {
      const { from, to } = share(Math.ceil(inputs / 4))
      f.setInt(from, i32.mul(from, 4))
      f.setInt(to, i32.mul(to, 4))
      f.setInt(to, i32.min(to, inputs))
      f.call(update, count, from, to)
      f.if(i32.eq(unit, threads - 1), () => {
        f.call(updateBias, count)
      })
    }
  })

  const { clipping, labelWeights, matrices } = end
  /** (count, and the labels where their classes count differently) -> mean of the images' losses. */
  const meanLoss = module.function('meanLoss', ints(labelWeights === undefined ? 1 : 2), 'f32', (f) => {
    const count = f.parameter(0, 'i32')
    const index = f.local('i32')
    const sum = f.local('f64', f64.const(0))
    f.for(index, 0, count, 1, () => {
      f.set(sum, f64.add(sum, f64.promote(f32.load(i32.mul(index, 4), plan.losses))))
    })
    const weight =
      labelWeights === undefined ? f64.fromInt(count) : callValue(labelWeights, f.parameter(1, 'i32'), count)
    f.result(f32.demote(f64.div(sum, weight)))
  })

  /** What a unit does in each phase of a step, in order; prediction ends behind the turn. */
  const forwardParts = phases.forward.flatMap((phase, i) => {
    const wait = required(waits[i], 'a wait behind each phase')
    return [
      (f: FunctionBuilder, unit: Unit) => {
        f.call(phase, ...valuesOf(unit))
      },
      (f: FunctionBuilder, unit: Unit) => {
        const { from, to } = emitShare(f, unit.unit, threads)(wait.quads)
        f.call(wait.normalise, from, to, unit.count, unit.trains)
      }
    ]
  })
  const turn = (f: FunctionBuilder, unit: Unit): void => {
    f.call(phases.turn, ...valuesOf(unit))
  }
  const backwardParts = [...phases.backward.entries()].reverse().flatMap(([i, phase]) => {
    const { quads, differentiate } = required(waits[i], 'a wait behind each phase')
    return [
      ...(differentiate === undefined
        ? []
        : [
            (f: FunctionBuilder, unit: Unit) => {
              const { from, to } = emitShare(f, unit.unit, threads)(quads)
              f.call(differentiate, from, to, unit.count)
            }
          ]),
      ...(phase === undefined
        ? []
        : [
            (f: FunctionBuilder, unit: Unit) => {
              f.call(phase, ...valuesOf(unit))
            }
          ])
    ]
  })
  const finish = (f: FunctionBuilder, { unit, labels, count, losses }: Unit): void => {
    f.if(i32.eqz(unit), () => {
      const given = labelWeights === undefined ? [count] : [count, labels]
      f.storeFloat(losses, callValue(meanLoss, ...given))
    })
    f.call(update, unit, count)
  }
  const clippingParts = clipping === undefined ? [] : [clipping.square, clipping.move]
  const finishParts = [
    finish,
    ...clippingParts.map((part) => (f: FunctionBuilder, { unit }: Unit) => {
      f.call(part, unit)
    }),
    ...matrices.map((part) => (f: FunctionBuilder, { unit }: Unit) => {
      part(f, unit)
    })
  ]
  const parts = [...forwardParts, turn, ...backwardParts, ...finishParts]
  const predictParts = forwardParts.length + 1
  const computeParts = parts.length - finishParts.length

  const runUnit = module.procedure('runUnit', ints(10), (f) => {
    const [part, unit, images, labels, count, trains, step, losses, rate, optimizerSteps] = parameters(f, 10)
    const values: Unit = { unit, images, labels, count, trains, step, losses }
    parts.forEach((run, i) => {
      f.if(i32.eq(part, i), () => {
        run(f, values)
        // Behind the gradients, before the first update.
        if (i === computeParts - 1) {
          f.if(i32.and(trains, i32.eq(unit, threads - 1)), () => {
            f.call(end.begin, rate, int(i32.add(optimizerSteps, 1)))
          })
        }
      })
    })
  })
  return { count: parts.length, predict: predictParts, compute: computeParts, runUnit }
}
