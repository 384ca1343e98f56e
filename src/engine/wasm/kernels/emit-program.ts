import { volume } from '../../../core/infer-shapes'
import type { OptimizerSpec } from '../../../core/optimizer-spec'
import type { Int, Local } from '../assembler/expression'
import { callValue, type Features } from '../assembler/function-builder'
import { ModuleBuilder } from '../assembler/module-builder'
import { f32, f64, i32, int } from '../assembler/scalar'
import { maxParts, smallestPart } from '../plan/batch-parts'
import type { Plan } from '../plan/plan'
import { emitBarrier } from './barrier'
import { emitExponential, emitLogarithm } from './exponential'
import { emitImagePass } from './image-pass'
import { emitBeginStep } from './optimizer'
import { ints, parameters } from './parameters'
import { emitRowPass } from './row-pass'
import { emitSoftmaxCrossEntropy } from './softmax-cross-entropy'

/** What the threads are to do next, as `work` reads it from the control block. */
export const command = { stop: 0, train: 1, predict: 2 } as const
/** i32 fields of the command: kind, images, labels, count, batch size, losses, steps before. */
export const commandFields = 7

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
  const { scratch, parts, threads } = plan
  const imageBytes = volume(plan.inputShape)
  const { gradient: logitsGradient } = plan.logits

  const partSize = (images: Local<'i32'>): ReturnType<typeof int> => {
    const even = int(i32.div(i32.add(images, maxParts - 1), maxParts))
    return i32.max(even, smallestPart)
  }
  const scratchOf = (thread: Local<'i32'>): Int =>
    i32.add(i32.mul(thread, scratch.threadBytes), scratch.address)
  const imageAt = (base: Int, index: Int): Int =>
    i32.add(i32.add(base, scratch.imageOffset), i32.mul(index, scratch.imageBytes))
  const row = (base: number, stride: number, index: Int): Int => i32.add(i32.mul(index, stride), base)

  /** (thread, images, labels, count, trains, step): a thread's parts of a batch, forward and, to train, backward. */
  const compute = module.procedure('compute', ints(6), (f) => {
    const [thread, images, labels, count, trains, step] = parameters(f, 6)
    const size = f.int(partSize(count))
    const partCount = f.int(i32.div(i32.sub(i32.add(count, size), 1), size))
    const firstPart = f.int(i32.div(i32.mul(partCount, thread), threads))
    const lastPart = f.int(i32.div(i32.mul(partCount, i32.add(thread, 1)), threads))
    const begin = f.int(i32.mul(firstPart, size))
    const end = f.int(i32.min(f.int(i32.mul(lastPart, size)), count))
    const base = f.int(scratchOf(thread))
    const first = f.local('i32')
    const index = f.local('i32')
    const block = f.local('i32')
    const image = f.local('i32')
    const scale = f.local('f64', f64.div(f64.const(1), f64.fromInt(count)))
    const featureGradients = i32.add(base, scratch.featureGradientOffset)
    f.if(trains, () => {
      f.fillBytes(
        row(parts.address, parts.bytes, firstPart),
        0,
        i32.mul(i32.sub(lastPart, firstPart), parts.bytes)
      )
    })
    f.for(first, begin, end, plan.blockImages, () => {
      f.setInt(block, i32.min(f.int(i32.sub(end, first)), plan.blockImages))
      f.for(index, 0, block, 1, () => {
        f.setInt(image, i32.add(first, index))
        f.call(
          imagePass.forward,
          int(i32.add(images, i32.mul(image, imageBytes))),
          int(imageAt(base, index)),
          int(row(plan.features.value, plan.features.stride, image)),
          base,
          image,
          trains,
          step
        )
      })
      f.call(rowPass.forward, first, block, trains, step)
      f.if(trains, () => {
        f.for(index, 0, block, 1, () => {
          f.setInt(image, i32.add(first, index))
          const value = callValue(
            loss,
            int(row(plan.logits.value, plan.logits.stride, image)),
            logitsGradient === undefined
              ? int(i32.add(featureGradients, i32.mul(index, plan.logits.stride)))
              : int(row(logitsGradient, plan.logits.stride, image)),
            i32.load8(i32.add(labels, image)),
            scale
          )
          f.storeFloat(row(plan.losses, 4, image), f32.demote(value))
        })
        f.call(rowPass.backward, first, block, int(featureGradients), step)
        f.for(index, 0, block, 1, () => {
          f.setInt(image, i32.add(first, index))
          f.call(
            imagePass.backward,
            int(imageAt(base, index)),
            int(row(plan.features.value, plan.features.stride, image)),
            int(i32.add(featureGradients, i32.mul(index, plan.features.stride))),
            base,
            image,
            step,
            int(row(parts.address, parts.bytes, i32.div(image, size)))
          )
        })
      })
    })
  })

  /** (thread, count): a thread's share of the weights; each weight belongs to one thread. */
  const update = module.procedure('update', ['i32', 'i32'], (f) => {
    const [thread, count] = parameters(f, 2)
    const size = f.int(partSize(count))
    const partCount = f.int(i32.div(i32.sub(i32.add(count, size), 1), size))
    const from = f.local('i32')
    const to = f.local('i32')
    const share = (units: number): void => {
      f.setInt(from, i32.div(i32.mul(thread, units), threads))
      f.setInt(to, i32.div(i32.mul(i32.add(thread, 1), units), threads))
    }
    for (const { quads, update } of imagePass.updates) {
      share(quads)
      f.call(update, partCount, from, to)
    }
    for (const { inputs, update, updateBias } of rowPass.updates) {
      share(Math.ceil(inputs / 4))
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
      f.set(sum, f64.add(sum, f64.promote(f32.load(row(plan.losses, 4, index)))))
    })
    f.result(f32.demote(f64.div(sum, f64.fromInt(count))))
  })

  /** (thread, images, labels, count, batchSize, losses, step): step after step until all images were seen. */
  const train = module.procedure('train', ints(7), (f) => {
    const [thread, images, labels, count, batchSize, losses, step] = parameters(f, 7)
    const size = f.local('i32')
    f.doWhile(() => {
      f.set(size, i32.min(count, batchSize))
      f.call(compute, thread, images, labels, size, 1, step)
      f.advance(step, 1)
      f.if(i32.eq(thread, threads - 1), () => {
        f.call(beginStep, step)
      })
      f.call(barrier)
      f.if(i32.eq(thread, 0), () => {
        f.storeFloat(losses, callValue(meanLoss, size))
      })
      f.call(update, thread, size)
      f.call(barrier)
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
