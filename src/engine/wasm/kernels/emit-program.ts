import { volume } from '../../../core/infer-shapes'
import type { OptimizerSpec } from '../../../core/optimizer-spec'
import type { Local } from '../assembler/expression'
import { callValue, type Features, type FunctionBuilder } from '../assembler/function-builder'
import { ModuleBuilder } from '../assembler/module-builder'
import { f32, f64, i32, int } from '../assembler/scalar'
import type { Plan } from '../plan/plan'
import { emitBarrier } from './barrier'
import { emitExponential, emitLogarithm } from './exponential'
import { emitImagePass } from './image-pass'
import { emitBeginStep } from './optimizer'
import { ints, parameters } from './parameters'
import { emitPhases, partSize } from './phases'
import { emitRowPass } from './row-pass'
import { emitSoftmaxCrossEntropy } from './softmax-cross-entropy'

/** What the threads are to do next, as `work` reads it from the control block. */
export const command = { stop: 0, train: 1, predict: 2, compute: 3, finish: 4 } as const
/** i32 fields of the command: kind, images, labels, count, batch size, losses, steps before. */
export const commandFields = 7

interface Range {
  readonly from: Local<'i32'>
  readonly to: Local<'i32'>
}

/**
 * A module for one network: exports `repack` (after weights were written from outside) and `work(thread)`, which
 * the main thread (0) calls for each command and the others stay in.
 */
export function emitProgram(plan: Plan, optimizer: OptimizerSpec, features: Features): ModuleBuilder {
  const module = new ModuleBuilder(features)
  const exponential = emitExponential(module)
  const imagePass = emitImagePass(module, plan, optimizer, exponential)
  const rowPass = emitRowPass(module, plan, optimizer, exponential)
  const loss = emitSoftmaxCrossEntropy(module, plan.classes, exponential, emitLogarithm(module))
  const beginStep = emitBeginStep(module, plan, optimizer, exponential)
  const barrier = emitBarrier(module, plan.control, plan.threads)
  const phases = emitPhases(module, plan, imagePass, rowPass, loss)
  const waits = [...imagePass.waits, ...rowPass.waits]
  const { threads } = plan
  const imageBytes = volume(plan.inputShape)

  /** A thread's share of so many units: [from, to). */
  const emitShare = (f: FunctionBuilder, thread: Local<'i32'>): ((units: number) => Range) => {
    const from = f.local('i32')
    const to = f.local('i32')
    return (units) => {
      f.setInt(from, i32.div(i32.mul(thread, units), threads))
      f.setInt(to, i32.div(i32.mul(i32.add(thread, 1), units), threads))
      return { from, to }
    }
  }

  /** (thread, images, labels, count, trains, step): a batch forward and, to train, backward. */
  const compute = module.procedure('compute', ints(6), (f) => {
    const values = parameters(f, 6)
    const [thread, , , count, trains] = values
    const share = emitShare(f, thread)
    phases.forward.forEach((phase, i) => {
      const wait = waits[i]
      if (wait === undefined) return
      f.call(phase, ...values)
      f.call(barrier)
      const { from, to } = share(wait.quads)
      f.call(wait.normalise, from, to, count, trains)
      f.call(barrier)
    })
    f.call(phases.turn, ...values)
    if (waits.length === 0) return
    f.if(trains, () => {
      for (const [i, phase] of [...phases.backward.entries()].reverse()) {
        const wait = waits[i]
        if (wait === undefined) continue
        f.call(barrier)
        const { from, to } = share(wait.quads)
        f.call(wait.differentiate, from, to, count)
        f.call(barrier)
        f.call(phase, ...values)
      }
    })
  })

  /** (thread, count): a thread's share of the weights; each weight belongs to one thread. */
  const update = module.procedure('update', ['i32', 'i32'], (f) => {
    const [thread, count] = parameters(f, 2)
    const size = f.int(partSize(count))
    const partCount = f.int(i32.div(i32.sub(i32.add(count, size), 1), size))
    const share = emitShare(f, thread)
    for (const { quads, update } of imagePass.updates) {
      const { from, to } = share(quads)
      f.call(update, partCount, from, to)
    }
    for (const { quads, update } of waits) {
      const { from, to } = share(quads)
      f.call(update, from, to)
    }
    for (const { inputs, update, updateBias } of rowPass.updates) {
      const { from, to } = share(Math.ceil(inputs / 4))
      f.setInt(from, i32.mul(from, 4))
      f.setInt(to, i32.mul(to, 4))
      f.setInt(to, i32.min(to, inputs))
      f.call(update, count, from, to)
      f.if(i32.eq(thread, threads - 1), () => {
        f.call(updateBias, count)
      })
    }
  })

  /** (count) -> mean of the images' losses. */
  const meanLoss = module.function('meanLoss', ['i32'], 'f32', (f) => {
    const count = f.parameter(0, 'i32')
    const index = f.local('i32')
    const sum = f.local('f64', f64.const(0))
    f.for(index, 0, count, 1, () => {
      f.set(sum, f64.add(sum, f64.promote(f32.load(i32.mul(index, 4), plan.losses))))
    })
    f.result(f32.demote(f64.div(sum, f64.fromInt(count))))
  })

  /** (thread, count, losses, step): the rest of a step behind `compute`. `step`: this one included. */
  const finish = module.procedure('finish', ints(4), (f) => {
    const [thread, count, losses, step] = parameters(f, 4)
    f.if(i32.eq(thread, threads - 1), () => {
      f.call(beginStep, step)
    })
    f.call(barrier)
    f.if(i32.eq(thread, 0), () => {
      f.storeFloat(losses, callValue(meanLoss, count))
    })
    f.call(update, thread, count)
    f.call(barrier)
  })

  /** (thread, images, labels, count, batchSize, losses, step): step after step until all images were seen. */
  const train = module.procedure('train', ints(7), (f) => {
    const [thread, images, labels, count, batchSize, losses, step] = parameters(f, 7)
    const size = f.local('i32')
    f.doWhile(() => {
      f.set(size, i32.min(count, batchSize))
      f.call(compute, thread, images, labels, size, 1, step)
      f.advance(step, 1)
      f.call(finish, thread, size, losses, step)
      f.setInt(images, i32.add(images, i32.mul(size, imageBytes)))
      f.setInt(labels, i32.add(labels, size))
      f.advance(losses, 4)
      f.setInt(count, i32.sub(count, size))
      return i32.lt(0, count)
    })
  })

  const work = module.procedure('work', ['i32'], (f) => {
    const thread = f.parameter(0, 'i32')
    const field = (index: number): ReturnType<typeof int> => i32.load(plan.control.command, index * 4)
    const kind = f.local('i32')
    f.doWhile(() => {
      f.call(barrier)
      f.set(kind, field(0))
      f.if(i32.eq(kind, command.train), () => {
        f.call(train, thread, field(1), field(2), field(3), field(4), field(5), field(6))
      })
      f.if(i32.eq(kind, command.predict), () => {
        f.call(compute, thread, field(1), 0, field(3), 0, 0)
        f.call(barrier)
      })
      // A step of training in two, for whoever times its phases.
      f.if(i32.eq(kind, command.compute), () => {
        f.call(compute, thread, field(1), field(2), field(3), 1, field(6))
        f.call(barrier)
      })
      f.if(i32.eq(kind, command.finish), () => {
        f.call(finish, thread, field(3), field(5), int(i32.add(field(6), 1)))
      })
      return i32.and(i32.ne(thread, 0), i32.ne(kind, command.stop))
    })
  })

  const repackAll = module.procedure('repack', [], (f) => {
    for (const { quads, repack } of imagePass.updates) f.call(repack, 0, quads)
  })
  module.export('work', work)
  module.export('repack', repackAll)
  return module
}
