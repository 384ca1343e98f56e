import type { Int, Local, V128 } from '../assembler/expression'
import type { FunctionBuilder, FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { i32 } from '../assembler/scalar'
import { v128 } from '../assembler/vector'
import { evenPieces, evenRanges } from './even-pieces'
import { addOuterProduct, longestSide } from './outer-product'
import { borderRows, type ImageView } from '../plan/image-view'

/** Vectors of filters in a tile of sums; the more pixels share each loaded weight. */
const mostQuads = 2

/** What a convolution reads and writes; the border of the input is its padding. */
export interface Convolution {
  /** Of the function. */
  readonly name: string
  readonly input: ImageView
  readonly output: ImageView
  readonly filters: number
  readonly kernelSize: readonly [number, number]
  readonly strides: readonly [number, number]
  /** f32[quads of filters, KH * KW * C, 4] */
  readonly kernel: number
  /** f32[filters padded to 4]; undefined is 0. */
  readonly bias: number | undefined
}

/**
 * (x, y): input view [H, W, C] with its border -> output view [OH, OW, F].
 * Filters lie in the lanes of vectors, and each input value is spread over a vector. Rows of the kernel that would
 * meet nothing but the border above or below are left out.
 */
export function emitConvolutionForward(module: ModuleBuilder, convolution: Convolution): FunctionReference {
  const { input: inputView, output: view, strides, filters, kernelSize } = convolution
  const border = borderRows(inputView)
  const skips = border > 0 && border < kernelSize[0]
  return module.procedure(convolution.name, ['i32', 'i32'], (f) => {
    const x = f.parameter(0, 'i32')
    const y = f.parameter(1, 'i32')
    const input = f.local('i32')
    const output = f.local('i32')
    const top = f.local('i32')
    const firstRow = f.local('i32')
    const rows = f.local('i32')
    for (const { first, quads } of quadGroups(filters)) {
      f.setInt(input, x)
      f.setInt(output, i32.add(y, view.origin + first * 16))
      f.setInt(top, 0)
      f.repeat(view.height, () => {
        if (skips) {
          f.setInt(firstRow, i32.sub(i32.max(top, border), top))
          const end = i32.min(f.int(i32.add(top, kernelSize[0])), inputView.height + border)
          f.setInt(rows, i32.sub(i32.sub(end, top), firstRow))
          f.advance(top, strides[0])
        }
        const tile = (count: number): void => {
          const range = skips ? { firstRow, rows } : { firstRow: 0, rows: kernelSize[0] }
          emitTile(f, convolution, { input, output, first, quads, pixels: count, ...range })
          f.advance(input, count * strides[1] * inputView.pixelBytes)
          f.advance(output, count * view.pixelBytes)
        }
        for (const { size, count } of evenPieces(view.width, longestSide(quads, module.features))) {
          f.repeat(count, () => {
            tile(size)
          })
        }
        f.advance(input, strides[0] * inputView.rowBytes - view.width * strides[1] * inputView.pixelBytes)
        f.advance(output, view.rowBytes - view.width * view.pixelBytes)
      })
    }
  })
}

interface Tile {
  readonly input: Local<'i32'>
  readonly output: Local<'i32'>
  readonly first: number
  readonly quads: number
  readonly pixels: number
  /** Of the kernel: the first one that counts, and how many. */
  readonly firstRow: Int
  readonly rows: Int
}

function emitTile(f: FunctionBuilder, convolution: Convolution, tile: Tile): void {
  const { kernelSize, kernel, bias, filters } = convolution
  const [kernelHeight, kernelWidth] = kernelSize
  const { pixelBytes, rowBytes, channels } = convolution.input
  const quadBytes = kernelHeight * kernelWidth * channels * 16
  const sums = Array.from({ length: tile.pixels }, () =>
    f.locals(tile.quads, 'v128', (q) =>
      bias === undefined ? v128.zero : v128.load(bias + (tile.first + q) * 16)
    )
  )
  const pointer = f.int(i32.add(tile.input, i32.mul(tile.firstRow, rowBytes)))
  const weights = f.int(
    i32.add(i32.mul(tile.firstRow, kernelWidth * channels * 16), kernel + tile.first * quadBytes)
  )
  f.for(f.local('i32'), 0, tile.rows, 1, () => {
    const end = f.int(i32.add(pointer, kernelWidth * pixelBytes))
    f.fencedLoop(pointer, (fence) => {
      const stepX = convolution.strides[1] * pixelBytes
      const pixel = (p: number): V128 => v128.loadSplat(pointer, p * stepX)
      addOuterProduct(f, fence, sums, pixel, (q) => v128.load(weights, q * quadBytes))
      f.advance(pointer, 4)
      f.advance(weights, 16)
      return i32.lt(pointer, end)
    })
    f.advance(pointer, rowBytes - kernelWidth * pixelBytes)
  })
  sums.forEach((row, p) => {
    row.forEach((sum, q) => {
      const lanes = filters - (tile.first + q) * 4
      f.storeLanes(tile.output, sum, lanes, p * convolution.output.pixelBytes + q * 16)
    })
  })
}

/** Quads of filters in groups that are as equal as can be. */
export function quadGroups(filters: number): { readonly first: number; readonly quads: number }[] {
  return evenRanges(Math.ceil(filters / 4), mostQuads).map(({ first, size }) => ({ first, quads: size }))
}
