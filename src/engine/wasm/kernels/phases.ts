import { volume } from '../../../core/layers/shape'
import type { Expr, Int, Local } from '../assembler/expression'
import { callValue, type FunctionBuilder, type FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { f32, f64, i32, int } from '../assembler/scalar'
import { maxParts, smallestPart } from '../plan/batch-parts'
import type { Rows, WasmPlan } from '../plan/plan'
import type { F64Function } from './exponential'
import type { ImagePass } from './image-pass'
import { ints, parameters } from './parameters'
import type { RowPass } from './row-pass'
import type { F64Sum } from './softmax-cross-entropy'

/**
 * A thread's parts of a batch, forward and backward, one phase for each stretch between waits for the whole batch. All
 * take (thread, images, labels, count, trains, step). Without waits there is only the turn.
 */
export interface Phases {
  /** Before the waits, in order. */
  readonly forward: readonly FunctionReference[]
  /** Behind the last wait: forward and, to train, back to it. */
  readonly turn: FunctionReference
  /** Back from the waits, in their order; undefined where there is nothing to do. */
  readonly backward: readonly (FunctionReference | undefined)[]
}

export interface LossFunctions {
  readonly ofImage: F64Function
  /** (labels, images) -> their weight; undefined where all classes count the same. */
  readonly labelWeights: F64Sum | undefined
}

/** Images of a batch that one thread takes through the network together. */
interface Block {
  readonly images: Local<'i32'>
  readonly labels: Local<'i32'>
  readonly trains: Local<'i32'>
  readonly step: Local<'i32'>
  /** 1 / images of the batch, or, in the turn, 1 / their weight where classes count differently. */
  readonly scale: Local<'f64'>
  /** The thread's scratch. */
  readonly base: Local<'i32'>
  /** Images of a part of the batch. */
  readonly partSize: Local<'i32'>
  /** The first image's number in the batch, and how many there are. */
  readonly first: Local<'i32'>
  readonly length: Local<'i32'>
  /** An image's number in the block, and in the batch. */
  readonly index: Local<'i32'>
  readonly image: Local<'i32'>
}

/** (count): images of each part of a batch but the last. */
export function partSize(images: Local<'i32'>): Expr<'i32'> {
  const even = int(i32.div(i32.add(images, maxParts - 1), maxParts))
  return i32.max(even, smallestPart)
}

export function emitPhases(
  module: ModuleBuilder,
  plan: WasmPlan,
  imagePass: ImagePass,
  rowPass: RowPass,
  loss: LossFunctions
): Phases {
  const { scratch, parts, threads, features, logits } = plan
  const sourceBytes = volume(plan.inputShape)
  /** The image pass ends and the row pass begins in this segment. */
  const flattenAt = imagePass.waits.length
  const last = flattenAt + rowPass.waits.length

  const row = (base: number, stride: number, index: Int): Expr<'i32'> =>
    int(i32.add(i32.mul(index, stride), base))
  const imageAt = ({ base, index, image }: Block): Expr<'i32'> =>
    plan.batchImages === undefined
      ? int(i32.add(i32.add(base, scratch.imageOffset), i32.mul(index, plan.imageBytes)))
      : row(plan.batchImages, plan.imageBytes, image)
  const featureGradients = ({ base }: Block): Int => i32.add(base, scratch.featureGradientOffset)
  const gradientAt = ({ gradient, stride }: Pick<Rows, 'gradient' | 'stride'>, block: Block): Expr<'i32'> =>
    gradient.region === 'batch'
      ? row(gradient.address, stride, block.image)
      : int(i32.add(i32.add(featureGradients(block), gradient.offset), i32.mul(block.index, stride)))

  const eachImage = (f: FunctionBuilder, block: Block, body: () => void): void => {
    f.for(block.index, 0, block.length, 1, () => {
      f.setInt(block.image, i32.add(block.first, block.index))
      body()
    })
  }

  const forward = (f: FunctionBuilder, block: Block, segment: number): void => {
    const images = imagePass.segments[segment]
    const rows = rowPass.segments[segment - flattenAt]
    if (images !== undefined) {
      eachImage(f, block, () => {
        f.call(
          images.forward,
          int(i32.add(block.images, i32.mul(block.image, sourceBytes))),
          imageAt(block),
          row(features.value, features.stride, block.image),
          block.base,
          block.image,
          block.trains,
          block.step
        )
      })
    }
    if (rows !== undefined) f.call(rows.forward, block.first, block.length, block.trains, block.step)
  }

  const backward = (f: FunctionBuilder, block: Block, segment: number): void => {
    const images = imagePass.segments[segment]
    const rows = rowPass.segments[segment - flattenAt]
    if (rows?.backward !== undefined) {
      f.call(rows.backward, block.first, block.length, int(featureGradients(block)), block.step)
    }
    const back = images?.backward
    if (back === undefined) return
    eachImage(f, block, () => {
      f.call(
        back,
        imageAt(block),
        row(features.value, features.stride, block.image),
        gradientAt(features, block),
        block.base,
        block.image,
        block.step,
        row(parts.address, parts.bytes, i32.div(block.image, block.partSize))
      )
    })
  }

  const losses = (f: FunctionBuilder, block: Block): void => {
    eachImage(f, block, () => {
      const value = callValue(
        loss.ofImage,
        row(logits.value, logits.stride, block.image),
        gradientAt(logits, block),
        i32.load16(i32.add(block.labels, i32.shl(block.image, 1))),
        block.scale
      )
      f.storeFloat(row(plan.losses, 4, block.image), f32.demote(value))
    })
  }

  /** @param clears whether the sums of gradients begin here */
  const emitPhase = (
    name: string,
    clears: boolean,
    write: (f: FunctionBuilder, block: Block) => void
  ): FunctionReference =>
    module.procedure(name, ints(6), (f) => {
      const [thread, images, labels, count, trains, step] = parameters(f, 6)
      const size = f.int(partSize(count))
      const partCount = f.int(i32.div(i32.sub(i32.add(count, size), 1), size))
      const firstPart = f.int(i32.div(i32.mul(partCount, thread), threads))
      const lastPart = f.int(i32.div(i32.mul(partCount, i32.add(thread, 1)), threads))
      const begin = f.int(i32.mul(firstPart, size))
      const end = f.int(i32.min(f.int(i32.mul(lastPart, size)), count))
      const block: Block = {
        images,
        labels,
        trains,
        step,
        scale: f.local('f64', f64.div(f64.const(1), f64.fromInt(count))),
        base: f.int(i32.add(i32.mul(thread, scratch.threadBytes), scratch.address)),
        partSize: size,
        first: f.local('i32'),
        length: f.local('i32'),
        index: f.local('i32'),
        image: f.local('i32')
      }
      if (clears) {
        f.if(trains, () => {
          if (loss.labelWeights !== undefined) {
            const weight = callValue(loss.labelWeights, labels, count)
            f.set(block.scale, f64.div(f64.const(1), weight))
          }
          const bytes = i32.mul(i32.sub(lastPart, firstPart), parts.bytes)
          f.fillBytes(row(parts.address, parts.bytes, firstPart), 0, bytes)
        })
      }
      f.for(block.first, begin, end, plan.blockImages, () => {
        f.setInt(block.length, i32.min(f.int(i32.sub(end, block.first)), plan.blockImages))
        write(f, block)
      })
    })

  const segments = Array.from({ length: last }, (_, segment) => segment)
  return {
    forward: segments.map((segment) =>
      emitPhase(`forward${segment}`, false, (f, block) => {
        forward(f, block, segment)
      })
    ),
    turn: emitPhase('turn', true, (f, block) => {
      forward(f, block, last)
      f.if(block.trains, () => {
        losses(f, block)
        backward(f, block, last)
      })
    }),
    backward: segments.map((segment) =>
      imagePass.segments[segment]?.backward === undefined &&
      rowPass.segments[segment - flattenAt]?.backward === undefined
        ? undefined
        : emitPhase(`backward${segment}`, false, (f, block) => {
            backward(f, block, segment)
          })
    )
  }
}
