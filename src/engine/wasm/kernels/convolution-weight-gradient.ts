import { required } from '../../../core/base/required'
import type { Local } from '../assembler/expression'
import type { FunctionBuilder, FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { i32, int } from '../assembler/scalar'
import { v128 } from '../assembler/vector'
import { entryBytes, listedFilters } from '../plan/convolution-sizes'
import type { ConvolutionStage, WeightGradients } from '../plan/plan'
import { laneMask } from './lane-mask'
import { listedGradients } from './listed-gradients'
import { chunkVectors, eachChunk, loadsBetweenFences } from './row-chunks'

/**
 * (x, dy, y, winners, lists, part): dkernel[f] += sum of dy[p, f] * patch(x, p) over the positions p at which dy is
 * not zero, which are few behind ReLU and max pooling; dbias[f] += sum of dy[p, f].
 * With a pool, dy and y belong to the pooled image, and `winners` tell which patches it came from.
 */
export function emitConvolutionWeightGradient(
  module: ModuleBuilder,
  stage: ConvolutionStage,
  gradients: WeightGradients
): FunctionReference {
  const addList = emitAddList(module, stage)
  const { rowFloats } = stage.parameters
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
      const kernel = f.int(i32.add(part, gradients.kernel))
      const bias = f.int(i32.add(part, gradients.bias))
      const group = (count: number): void => {
        const ends = f.locals(count, 'i32', (i) => int(i32.add(lists, i * listBytes)))
        list(f, stage, sources, ends, bias)
        ends.forEach((end, i) => {
          f.call(addList, int(i32.add(lists, i * listBytes)), end, kernel)
          f.advance(kernel, filterBytes)
        })
        for (const pointer of [sources.dy, sources.y, sources.winners, bias]) f.advance(pointer, count * 4)
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

/**
 * Appends the gradients that count of up to four neighbouring filters, each to the list of which `ends` has the end,
 * and adds them to the biases' gradients. An entry: the address of a patch (i32), the gradient of what came of it (f32).
 */
function list(
  f: FunctionBuilder,
  stage: ConvolutionStage,
  sources: Sources,
  ends: readonly Local<'i32'>[],
  bias: Local<'i32'>
): void {
  const { view } = stage.pool?.node ?? stage.output
  const { view: inputView } = stage.input
  const x = f.int(sources.x)
  const dy = f.int(i32.add(sources.dy, view.origin))
  const y = f.int(i32.add(sources.y, view.origin))
  const winners = f.int(sources.winners)
  const total = f.local('v128', v128.load(bias))
  const counts = f.local('v128')
  const gradients = f.local('v128')
  const patches = f.local('v128')
  const pairs = f.locals(2, 'v128', () => v128.zero)
  const steps = f.local('i32')
  f.repeat(view.height, () => {
    f.repeat(view.width, () => {
      f.set(gradients, v128.load(dy))
      f.set(counts, listedGradients(stage, gradients, y))
      f.set(total, v128.addFloat(total, v128.and(gradients, counts)))
      f.setInt(steps, i32.shl(v128.bitmask(counts), 3))
      f.set(patches, stage.pool === undefined ? v128.splatInt(x) : v128.load(winners))
      pairs.forEach((pair, half) => {
        f.set(pair, v128.shuffle(patches, gradients, half === 0 ? [0, 4, 1, 5] : [2, 6, 3, 7]))
      })
      ends.forEach((end, i) => {
        const pair = pairs[i >> 1]
        if (pair !== undefined) f.store64(end, pair, i % 2)
        f.advance(end, i32.and(i === 0 ? steps : i32.shr(steps, i), entryBytes))
      })
      if (stage.pool === undefined) f.advance(x, stage.strides[1] * inputView.pixelBytes)
      for (const pointer of [dy, y, winners]) f.advance(pointer, view.pixelBytes)
    })
    if (stage.pool === undefined) {
      const width = view.width * stage.strides[1] * inputView.pixelBytes
      f.advance(x, stage.strides[0] * inputView.rowBytes - width)
    }
    for (const pointer of [dy, y]) f.advance(pointer, view.rowBytes - view.width * view.pixelBytes)
  })
  f.storeLanes(bias, total, ends.length)
}

/** (list, end, dkernel): adds a list's products to one filter's gradient, a chunk of its weights at a time. */
function emitAddList(module: ModuleBuilder, stage: ConvolutionStage): FunctionReference {
  return module.procedure(`${stage.name}.addList`, ['i32', 'i32', 'i32'], (f) => {
    const list = f.parameter(0, 'i32')
    const end = f.parameter(1, 'i32')
    const kernel = f.parameter(2, 'i32')
    const entry = f.local('i32')
    const patch = f.local('i32')
    const spread = f.local('v128')
    f.if(i32.eq(list, end), () => {
      f.return()
    })
    eachChunk(f, stage, chunkVectors, ({ vectors, weightsBase, imageBase }) => {
      const address = f.int(i32.add(kernel, weightsBase))
      const sums = vectors.map(({ weights }) => f.local('v128', v128.load(address, weights)))
      f.setInt(entry, list)
      f.fencedLoop(entry, (fence) => {
        f.setInt(patch, i32.add(i32.load(entry), imageBase))
        f.set(spread, v128.loadSplat(entry, 4))
        sums.forEach((sum, i) => {
          if (i > 0 && i % loadsBetweenFences === 0) fence()
          f.accumulate(sum, spread, v128.load(patch, required(vectors[i], 'a vector of each sum').image))
        })
        f.advance(entry, entryBytes)
        return i32.lt(entry, end)
      })
      vectors.forEach(({ weights, lanes }, i) => {
        const sum = required(sums[i], 'a sum of each vector')
        // Padding must stay zero: the input gradient reads whole rows of weights.
        if (lanes < 4) f.set(sum, v128.and(sum, laneMask(lanes)))
        f.store(address, sum, weights)
      })
    })
  })
}
