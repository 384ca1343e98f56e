import type { Local } from '../assembler/expression'
import type { FunctionBuilder, FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { f32, i32, int } from '../assembler/scalar'
import { v128 } from '../assembler/vector'
import { listedFilters } from '../plan/convolution-sizes'
import type { ConvolutionStage, PooledOutput } from '../plan/plan'
import { laneMask } from './lane-mask'
import { eachChunk } from './row-chunks'

/** A list entry: where the patch of the input begins (i32), and the gradient of what came of it (f32). */
export const entryBytes = 8
/** Sums in registers, with as many operands and the gradient beside them: V8 loads all operands of a loop first. */
export const chunkVectors = 7

/**
 * (x, dy, y, winners, lists, part): dkernel[f] += sum of dy[p, f] * patch(x, p) over the positions p at which dy is
 * not zero, which are few behind ReLU and max pooling; dbias[f] += sum of dy[p, f].
 * With a pool, dy and y belong to the pooled image, and `winners` tell which positions it came from.
 */
export function emitConvolutionWeightGradient(
  module: ModuleBuilder,
  stage: ConvolutionStage
): FunctionReference {
  const addList = emitAddList(module, stage)
  const { kernelGradient, biasGradient, rowFloats } = stage.parameters
  const { view } = stage.output
  const filterBytes = stage.kernelSize[0] * rowFloats * 4
  const listBytes = view.height * view.width * entryBytes
  return module.procedure(
    `${stage.name}.weightGradient`,
    Array.from({ length: 6 }, () => 'i32'),
    (f) => {
      const sources = {
        x: f.parameter(0, 'i32'),
        dy: f.parameter(1, 'i32'),
        y: f.parameter(2, 'i32'),
        winners: f.parameter(3, 'i32')
      }
      const lists = f.parameter(4, 'i32')
      const part = f.parameter(5, 'i32')
      const kernel = f.int(i32.add(part, kernelGradient))
      const bias = f.int(i32.add(part, biasGradient))
      const group = (count: number): void => {
        const ends = f.locals(count, 'i32', (i) => int(i32.add(lists, i * listBytes)))
        if (stage.pool === undefined) listPositions(f, stage, sources, ends)
        else listWinners(f, stage, stage.pool, sources, ends)
        ends.forEach((end, i) => {
          f.call(addList, int(i32.add(lists, i * listBytes)), end, kernel, bias)
          f.advance(kernel, filterBytes)
          f.advance(bias, 4)
        })
        for (const pointer of [sources.dy, sources.y, sources.winners]) f.advance(pointer, count * 4)
      }
      f.repeat(Math.floor(stage.filters / listedFilters), () => {
        group(listedFilters)
      })
      if (stage.filters % listedFilters > 0) group(stage.filters % listedFilters)
    }
  )
}

interface Sources {
  readonly x: Local<'i32'>
  readonly dy: Local<'i32'>
  readonly y: Local<'i32'>
  readonly winners: Local<'i32'>
}

/** Appends the nonzero gradients of neighbouring filters, each to the list of which `ends` has the end. */
function listPositions(
  f: FunctionBuilder,
  stage: ConvolutionStage,
  sources: Sources,
  ends: readonly Local<'i32'>[]
): void {
  const { view } = stage.output
  const { view: inputView } = stage.input
  const stepX = stage.strides[1] * inputView.pixelBytes
  const x = f.int(sources.x)
  const dy = f.int(i32.add(sources.dy, view.origin))
  const gradient = f.local('f32')
  f.repeat(view.height, () => {
    f.repeat(view.width, () => {
      ends.forEach((end, i) => {
        f.set(gradient, f32.load(dy, i * 4))
        f.storeInt(end, x)
        f.storeFloat(end, gradient, 4)
        f.advance(end, i32.shl(f32.ne(gradient, f32.const(0)), 3))
      })
      f.advance(x, stepX)
      f.advance(dy, view.pixelBytes)
    })
    f.advance(x, stage.strides[0] * inputView.rowBytes - view.width * stepX)
    f.advance(dy, view.rowBytes - view.width * view.pixelBytes)
  })
}

/** The same behind a max pooling: one position for each window, and none where ReLU let nothing through. */
function listWinners(
  f: FunctionBuilder,
  stage: ConvolutionStage,
  pool: PooledOutput,
  sources: Sources,
  ends: readonly Local<'i32'>[]
): void {
  const { view } = pool.node
  const { view: inputView } = stage.input
  const stepX = pool.size[1] * stage.strides[1] * inputView.pixelBytes
  const stepY = pool.size[0] * stage.strides[0] * inputView.rowBytes
  const x = f.int(sources.x)
  const dy = f.int(i32.add(sources.dy, view.origin))
  const y = f.int(i32.add(sources.y, view.origin))
  const winners = f.int(sources.winners)
  const gradient = f.local('f32')
  const zero = f32.const(0)
  f.repeat(view.height, () => {
    f.repeat(view.width, () => {
      ends.forEach((end, i) => {
        const winner = i32.load(winners, i * 4)
        f.set(gradient, f32.load(dy, i * 4))
        f.storeInt(
          end,
          stage.input.gradient === undefined ? winner : i32.add(x, i32.load(winner, pool.slotOffsets))
        )
        f.storeFloat(end, gradient, 4)
        const nonzero = f32.ne(gradient, zero)
        const keeps = pool.relu ? i32.and(nonzero, f32.ne(f32.load(y, i * 4), zero)) : nonzero
        f.advance(end, i32.shl(keeps, 3))
      })
      f.advance(x, stepX)
      for (const pointer of [dy, y, winners]) f.advance(pointer, view.pixelBytes)
    })
    f.advance(x, stepY - view.width * stepX)
    for (const pointer of [dy, y]) f.advance(pointer, view.rowBytes - view.width * view.pixelBytes)
  })
}

/** (list, end, dkernel, dbias): adds a list's products to one filter's gradient, a chunk of its weights at a time. */
function emitAddList(module: ModuleBuilder, stage: ConvolutionStage): FunctionReference {
  return module.procedure(`${stage.name}.addList`, ['i32', 'i32', 'i32', 'i32'], (f) => {
    const list = f.parameter(0, 'i32')
    const end = f.parameter(1, 'i32')
    const kernel = f.parameter(2, 'i32')
    const bias = f.parameter(3, 'i32')
    const entry = f.local('i32')
    const patch = f.local('i32')
    const spread = f.local('v128')
    f.if(i32.eq(list, end), () => {
      f.return()
    })
    const total = f.local('v128', v128.load32(bias))
    f.setInt(entry, list)
    f.doWhile(() => {
      f.set(total, v128.addFloat(total, v128.load32(entry, 4)))
      f.advance(entry, entryBytes)
      return i32.lt(entry, end)
    })
    f.store32(bias, total, 0)
    eachChunk(f, stage, chunkVectors, ({ vectors, weightsBase, imageBase }) => {
      const address = f.int(i32.add(kernel, weightsBase))
      const sums = vectors.map(({ weights }) => f.local('v128', v128.load(address, weights)))
      f.setInt(entry, list)
      f.doWhile(() => {
        f.setInt(patch, i32.add(i32.load(entry), imageBase))
        f.set(spread, v128.loadSplat(entry, 4))
        sums.forEach((sum, i) => {
          f.accumulate(sum, spread, v128.load(patch, vectors[i]?.image))
        })
        f.advance(entry, entryBytes)
        return i32.lt(entry, end)
      })
      vectors.forEach(({ weights, lanes }, i) => {
        const sum = sums[i]
        if (sum === undefined) return
        // Padding must stay zero: the input gradient reads whole rows of weights.
        if (lanes < 4) f.set(sum, v128.and(sum, laneMask(lanes)))
        f.store(address, sum, weights)
      })
    })
  })
}
