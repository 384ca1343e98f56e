import { required } from '../../../core/base/required'
import type { Local, V128 } from '../assembler/expression'
import type { FunctionBuilder, FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { i32 } from '../assembler/scalar'
import { v128 } from '../assembler/vector'
import { statisticsBytes, vectorBytes } from '../plan/place-standardise'
import type { Standardise } from '../plan/plan'

/** How an image lies before and behind the layer; a row is an image of one pixel. */
export interface PixelExtent {
  readonly height: number
  readonly width: number
  readonly channels: number
  readonly inputStride: number
  readonly outputStride: number
}

/** What standardising does with one image, between the waits for the whole batch. x and y: f32[H, W, C]. */
interface StandardiseKernels {
  /** (x, image): mean and sum of squared distances from it, of each channel, into the image's statistics. */
  readonly statistics: FunctionReference
  /** (x, y): y = (x - mean) * scale + beta */
  readonly forward: FunctionReference
  /** (x, dy, image): sums of dy and of dy * (x - mean) into the image's statistics. */
  readonly gradientSums: FunctionReference
  /** (x, dy, dx): dx = scale * dy + slope * (x - mean) + shift */
  readonly inputGradient: FunctionReference
}

/** Channels lie in the lanes of vectors, a few vectors at a time in registers. Sums go row by row, for less rounding. */
export function emitStandardise(
  module: ModuleBuilder,
  stage: Standardise,
  extent: PixelExtent
): StandardiseKernels {
  const { name } = stage
  const { inputStride, outputStride } = extent
  const share = 1 / (extent.height * extent.width)
  const store = (f: FunctionBuilder, at: Local<'i32'>, quad: number, value: V128, second = 0): void => {
    f.store(at, value, second * vectorBytes(stage) + quad * 16)
  }

  const statistics = module.procedure(`${name}.statistics`, ['i32', 'i32'], (f) => {
    const x = f.parameter(0, 'i32')
    const found = statisticsOf(f, stage, f.parameter(1, 'i32'))
    const pointer = f.local('i32')
    eachGroup(extent, 4, (first, count) => {
      const means = sumPixels(f, extent, count, [[pointer, x, inputStride]], first, (sums) => {
        sums.forEach((sum, q) => {
          f.set(sum, v128.addFloat(sum, v128.load(pointer, q * 16)))
        })
      })
      means.forEach((mean, q) => {
        f.set(mean, v128.mulFloat(mean, v128.floats(share, share, share, share)))
        store(f, found, first + q, mean)
      })
      const distance = f.local('v128')
      const squares = sumPixels(f, extent, count, [[pointer, x, inputStride]], first, (sums) => {
        sums.forEach((sum, q) => {
          f.set(distance, v128.subFloat(v128.load(pointer, q * 16), required(means[q], 'a mean')))
          f.accumulate(sum, distance, distance)
        })
      })
      squares.forEach((square, q) => {
        store(f, found, first + q, square, 1)
      })
    })
  })

  const forward = module.procedure(`${name}.forward`, ['i32', 'i32'], (f) => {
    const x = f.parameter(0, 'i32')
    const y = f.parameter(1, 'i32')
    const from = f.local('i32')
    const to = f.local('i32')
    const value = f.local('v128')
    eachGroup(extent, 4, (first, count) => {
      const mean = vectors(f, stage.mean, first, count)
      const scale = vectors(f, stage.scale, first, count)
      const beta = vectors(f, stage.beta, first, count)
      const pointers = [
        [from, x, inputStride],
        [to, y, outputStride]
      ] as const
      eachPixel(f, extent, pointers, first, () => {
        mean.forEach((average, q) => {
          const centred = v128.subFloat(v128.load(from, q * 16), average)
          f.set(value, f.madd(centred, required(scale[q], 'a scale'), required(beta[q], 'a beta')))
          f.storeLanes(to, value, extent.channels - (first + q) * 4, q * 16)
        })
      })
    })
  })

  const gradientSums = module.procedure(`${name}.gradientSums`, ['i32', 'i32', 'i32'], (f) => {
    const x = f.parameter(0, 'i32')
    const dy = f.parameter(1, 'i32')
    const found = statisticsOf(f, stage, f.parameter(2, 'i32'))
    const from = f.local('i32')
    const gradients = f.local('i32')
    const gradient = f.local('v128')
    eachGroup(extent, 2, (first, count) => {
      const mean = vectors(f, stage.mean, first, count)
      const pointers = [
        [from, x, inputStride],
        [gradients, dy, outputStride]
      ] as const
      const totals = sumPixels(f, extent, 2 * count, pointers, first, (sums) => {
        mean.forEach((average, q) => {
          const plain = required(sums[2 * q], 'a sum')
          const weighted = required(sums[2 * q + 1], 'a weighted sum')
          f.set(gradient, v128.load(gradients, q * 16))
          f.set(plain, v128.addFloat(plain, gradient))
          f.accumulate(weighted, gradient, v128.subFloat(v128.load(from, q * 16), average))
        })
      })
      totals.forEach((total, i) => {
        store(f, found, first + Math.floor(i / 2), total, i % 2)
      })
    })
  })

  const inputGradient = module.procedure(`${name}.inputGradient`, ['i32', 'i32', 'i32'], (f) => {
    const x = f.parameter(0, 'i32')
    const dy = f.parameter(1, 'i32')
    const dx = f.parameter(2, 'i32')
    const from = f.local('i32')
    const gradients = f.local('i32')
    const to = f.local('i32')
    const value = f.local('v128')
    eachGroup(extent, 2, (first, count) => {
      const mean = vectors(f, stage.mean, first, count)
      const scale = vectors(f, stage.scale, first, count)
      const slope = vectors(f, stage.slope, first, count)
      const shift = vectors(f, stage.shift, first, count)
      const pointers = [
        [from, x, inputStride],
        [gradients, dy, outputStride],
        [to, dx, inputStride]
      ] as const
      eachPixel(f, extent, pointers, first, () => {
        mean.forEach((average, q) => {
          const centred = v128.subFloat(v128.load(from, q * 16), average)
          f.set(value, f.madd(centred, required(slope[q], 'a slope'), required(shift[q], 'a shift')))
          f.accumulate(value, v128.load(gradients, q * 16), required(scale[q], 'a scale'))
          f.storeLanes(to, value, extent.channels - (first + q) * 4, q * 16)
        })
      })
    })
  })
  return { statistics, forward, gradientSums, inputGradient }
}

/** Loads neighbouring vectors of four channels. */
function vectors(f: FunctionBuilder, address: number, first: number, count: number): Local<'v128'>[] {
  return f.locals(count, 'v128', (q) => v128.load(address + (first + q) * 16))
}

function statisticsOf(f: FunctionBuilder, stage: Standardise, image: Local<'i32'>): Local<'i32'> {
  return f.int(i32.add(i32.mul(image, statisticsBytes(stage)), stage.statistics))
}

/** The channels in groups of up to `size` vectors. */
function eachGroup(
  { channels }: PixelExtent,
  size: number,
  body: (first: number, count: number) => void
): void {
  const quads = Math.ceil(channels / 4)
  for (let first = 0; first < quads; first += size) body(first, Math.min(size, quads - first))
}

/** What moves, where it begins, and the bytes from row to row. */
type Pointer = readonly [Local<'i32'>, Local<'i32'>, number]

/** Moves the pointers from pixel to pixel, each at the first channel of a group. */
function eachPixel(
  f: FunctionBuilder,
  { height, width, channels }: PixelExtent,
  pointers: readonly Pointer[],
  first: number,
  body: () => void,
  endRow: () => void = () => undefined
): void {
  for (const [pointer, begin] of pointers) f.setInt(pointer, i32.add(begin, first * 16))
  f.repeat(height, () => {
    f.repeat(width, () => {
      body()
      for (const [pointer] of pointers) f.advance(pointer, channels * 4)
    })
    endRow()
    for (const [pointer, , stride] of pointers) f.advance(pointer, stride - width * channels * 4)
  })
}

/** Sums over the pixels: each row on its own, then the rows. @returns the totals */
function sumPixels(
  f: FunctionBuilder,
  extent: PixelExtent,
  count: number,
  pointers: readonly Pointer[],
  first: number,
  add: (sums: readonly Local<'v128'>[]) => void
): Local<'v128'>[] {
  const sums = f.locals(count, 'v128', () => v128.zero)
  const totals = f.locals(count, 'v128', () => v128.zero)
  eachPixel(
    f,
    extent,
    pointers,
    first,
    () => {
      add(sums)
    },
    () => {
      totals.forEach((total, i) => {
        f.set(total, v128.addFloat(total, required(sums[i], 'a sum')))
      })
      for (const sum of sums) f.set(sum, v128.zero)
    }
  )
  return totals
}
