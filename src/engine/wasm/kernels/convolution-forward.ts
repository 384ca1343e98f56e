import type { Local } from '../assembler/expression'
import type { FunctionBuilder, FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { i32 } from '../assembler/scalar'
import { v128 } from '../assembler/vector'
import type { ConvolutionStage } from '../plan/plan'

/** Neighbouring output pixels that share loaded weights, by vectors of filters: seven to nine sums, and registers left for operands. */
export const pixelsByQuads = [0, 7, 4, 3, 2] as const

/**
 * (x, y): input view [H, W, C] with its border, kernel [quads, KH * KW * C, 4] -> output view [OH, OW, F].
 * Filters lie in the lanes of vectors; each input value is spread over a vector.
 */
export function emitConvolutionForward(module: ModuleBuilder, stage: ConvolutionStage): FunctionReference {
  const { view } = stage.output
  const { view: inputView } = stage.input
  return module.procedure(`${stage.name}.forward`, ['i32', 'i32'], (f) => {
    const x = f.parameter(0, 'i32')
    const y = f.parameter(1, 'i32')
    const input = f.local('i32')
    const output = f.local('i32')
    for (const { first, quads } of quadGroups(stage.filters)) {
      const pixels = Math.min(pixelsByQuads[quads] ?? 1, view.width)
      f.setInt(input, x)
      f.setInt(output, i32.add(y, view.origin + first * 16))
      f.repeat(view.height, () => {
        const tile = (count: number): void => {
          emitTile(f, stage, { input, output, first, quads, pixels: count })
          f.advance(input, count * stage.strides[1] * inputView.pixelBytes)
          f.advance(output, count * view.pixelBytes)
        }
        f.repeat(Math.floor(view.width / pixels), () => {
          tile(pixels)
        })
        const rest = view.width % pixels
        if (rest > 0) tile(rest)
        f.advance(
          input,
          stage.strides[0] * inputView.rowBytes - view.width * stage.strides[1] * inputView.pixelBytes
        )
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
}

function emitTile(f: FunctionBuilder, stage: ConvolutionStage, tile: Tile): void {
  const [kernelHeight, kernelWidth] = stage.kernelSize
  const { pixelBytes, rowBytes, channels } = stage.input.view
  const { parameters, filters } = stage
  const quadBytes = kernelHeight * kernelWidth * channels * 16
  const sums = Array.from({ length: tile.pixels }, () =>
    f.locals(tile.quads, 'v128', (q) => v128.load(parameters.bias + (tile.first + q) * 16))
  )
  const pointer = f.int(tile.input)
  const weights = f.int(parameters.forwardKernel + tile.first * quadBytes)
  const spread = f.locals(tile.pixels, 'v128', () => v128.zero)
  const weight = f.local('v128')
  f.repeat(kernelHeight, () => {
    const end = f.int(i32.add(pointer, kernelWidth * pixelBytes))
    f.doWhile(() => {
      spread.forEach((local, p) => {
        f.set(local, v128.loadSplat(pointer, p * stage.strides[1] * pixelBytes))
      })
      for (let q = 0; q < tile.quads; q++) {
        f.set(weight, v128.load(weights, q * quadBytes))
        spread.forEach((local, p) => {
          const sum = sums[p]?.[q]
          if (sum !== undefined) f.accumulate(sum, local, weight)
        })
      }
      f.advance(pointer, 4)
      f.advance(weights, 16)
      return i32.lt(pointer, end)
    })
    f.advance(pointer, rowBytes - kernelWidth * pixelBytes)
  })
  sums.forEach((row, p) => {
    row.forEach((sum, q) => {
      const lanes = filters - (tile.first + q) * 4
      f.storeLanes(tile.output, sum, lanes, p * stage.output.view.pixelBytes + q * 16)
    })
  })
}

/** Quads of filters in groups of up to four that are as equal as can be. */
export function quadGroups(filters: number): { readonly first: number; readonly quads: number }[] {
  const quads = Math.ceil(filters / 4)
  const groups = Math.ceil(quads / 4)
  return Array.from({ length: groups }, (_, i) => {
    const first = Math.floor((quads * i) / groups)
    return { first, quads: Math.floor((quads * (i + 1)) / groups) - first }
  })
}
