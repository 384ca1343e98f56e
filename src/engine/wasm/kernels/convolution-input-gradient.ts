import { required } from '../../../core/base/required'
import type { FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { i32, int } from '../assembler/scalar'
import { v128 } from '../assembler/vector'
import type { ConvolutionStage } from '../plan/plan'
import { listedGradients } from './listed-gradients'
import { patchOffset } from './pooled-maximum'
import { chunkVectors, eachChunk, loadsBetweenFences } from './row-chunks'

/** Filters that the bits of an i32 can tell apart. */
const maskedFilters = 32

/**
 * (x, dy, y, winners, dx): dx[patch(p)] += sum of dy[p, f] * kernel[f] over the filters f whose gradient counts, for
 * each position p. With a pool, dy and y belong to the pooled image; of a window's positions each filter has one.
 */
export function emitConvolutionInputGradient(
  module: ModuleBuilder,
  stage: ConvolutionStage
): FunctionReference {
  const addFilters = emitAddFilters(module, stage)
  const { pool, strides, filters, kernelSize, parameters } = stage
  const { view } = pool?.node ?? stage.output
  const { view: inputView } = stage.input
  const window = pool?.size ?? [1, 1]
  const places = window[0] * window[1]
  const filterBytes = kernelSize[0] * parameters.rowFloats * 4
  const stepX = window[1] * strides[1] * inputView.pixelBytes
  const stepY = window[0] * strides[0] * inputView.rowBytes
  return module.procedure(`${stage.name}.inputGradient`, ['i32', 'i32', 'i32', 'i32', 'i32'], (f) => {
    const x = f.parameter(0, 'i32')
    const dy = f.parameter(1, 'i32')
    const y = f.parameter(2, 'i32')
    const winners = f.parameter(3, 'i32')
    const dx = f.parameter(4, 'i32')
    const kernel = f.local('i32')
    const masks = Array.from({ length: places }, () => f.local('i32'))
    const counts = f.local('v128')
    const won = f.local('v128')
    f.fillBytes(dx, 0, inputView.bytes)
    f.advance(dy, view.origin)
    f.advance(y, view.origin)
    const group = (count: number): void => {
      for (const mask of masks) f.setInt(mask, 0)
      for (let first = 0; first < count; first += 4) {
        f.set(counts, listedGradients(stage, v128.load(dy, first * 4), y, first * 4))
        if (pool !== undefined) f.set(won, v128.subInt(v128.load(winners, first * 4), v128.splatInt(x)))
        const lanes = count - first < 4 ? (1 << (count - first)) - 1 : undefined
        masks.forEach((mask, place) => {
          const offset = pool === undefined ? 0 : patchOffset(stage, pool, place)
          const here =
            pool === undefined
              ? counts
              : v128.and(counts, v128.eqInt(won, v128.ints(offset, offset, offset, offset)))
          const bits = v128.bitmask(here)
          const inside = lanes === undefined ? bits : i32.and(bits, lanes)
          f.setInt(mask, first === 0 ? inside : i32.or(mask, i32.shl(inside, first)))
        })
      }
      masks.forEach((mask, place) => {
        f.if(mask, () => {
          const offset = pool === undefined ? 0 : patchOffset(stage, pool, place)
          f.call(addFilters, mask, dy, kernel, int(i32.add(dx, offset)))
        })
      })
      for (const pointer of [dy, y, winners]) f.advance(pointer, count * 4)
      f.advance(kernel, count * filterBytes)
    }
    f.repeat(view.height, () => {
      f.repeat(view.width, () => {
        f.setInt(kernel, parameters.kernel)
        f.repeat(Math.floor(filters / maskedFilters), () => {
          group(maskedFilters)
        })
        if (filters % maskedFilters > 0) group(filters % maskedFilters)
        for (const pointer of [x, dx]) f.advance(pointer, stepX)
      })
      for (const pointer of [x, dx]) f.advance(pointer, stepY - view.width * stepX)
      for (const pointer of [dy, y]) f.advance(pointer, view.rowBytes - view.width * view.pixelBytes)
    })
  })
}

/** (mask, dy, kernel, dx): adds the filters of the mask, each times its gradient, to one patch of the input's gradient. */
function emitAddFilters(module: ModuleBuilder, stage: ConvolutionStage): FunctionReference {
  const filterBytes = stage.kernelSize[0] * stage.parameters.rowFloats * 4
  return module.procedure(`${stage.name}.addFilters`, ['i32', 'i32', 'i32', 'i32'], (f) => {
    const mask = f.parameter(0, 'i32')
    const dy = f.parameter(1, 'i32')
    const kernel = f.parameter(2, 'i32')
    const dx = f.parameter(3, 'i32')
    const left = f.local('i32')
    const filter = f.local('i32')
    const weights = f.local('i32')
    const spread = f.local('v128')
    eachChunk(f, stage, chunkVectors, ({ vectors, weightsBase, imageBase }) => {
      const patch = f.int(i32.add(dx, imageBase))
      const sums = vectors.map(({ image }) => f.local('v128', v128.load(patch, image)))
      f.setInt(left, mask)
      f.fencedLoop(weights, (fence) => {
        f.setInt(filter, i32.ctz(left))
        f.setInt(weights, i32.add(i32.add(kernel, i32.mul(filter, filterBytes)), weightsBase))
        f.set(spread, v128.loadSplat(i32.add(dy, i32.shl(filter, 2))))
        sums.forEach((sum, i) => {
          if (i > 0 && i % loadsBetweenFences === 0) fence()
          f.accumulate(sum, spread, v128.load(weights, required(vectors[i], 'a vector of each sum').weights))
        })
        f.setInt(left, i32.and(left, i32.sub(left, 1)))
        return left
      })
      sums.forEach((sum, i) => {
        f.store(patch, sum, required(vectors[i], 'a vector of each sum').image)
      })
    })
  })
}
