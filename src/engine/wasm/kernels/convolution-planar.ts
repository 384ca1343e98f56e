import { required } from '../../../core/base/required'
import type { Local, V128 } from '../assembler/expression'
import type { Features, FunctionBuilder, FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { i32 } from '../assembler/scalar'
import { type Lanes, v128 } from '../assembler/vector'
import type { ConvolutionStage, PooledOutput } from '../plan/plan'
import { addOuterProduct, longestSide } from './outer-product'

/** Rows and filters of a tile of four columns: up to twelve sums in registers, one or two rows of windows 2 x 2. */
interface Tile {
  readonly rows: 2 | 4
  readonly filters: number
}

/**
 * (planes, x, y, winners): convolution of stride 1, max pooling 2 x 2 and perhaps ReLU of the network's input in one:
 * planes f32[C, H, W], kernel [F, KH, KW * C] -> y: view [PH, PW, F], winners i32[PH, PW, F]: the address in x (the
 * same image as pixels) of the patch that won. Columns of the image lie in the lanes of vectors, and the
 * convolution's own output never leaves the registers.
 */
export function emitPlanarConvolution(
  module: ModuleBuilder,
  stage: ConvolutionStage,
  pool: PooledOutput
): FunctionReference {
  const { view } = pool.node
  const { rows, filters: perTile } = planarTile(stage.filters, view, module.features)
  const tiles = Array.from({ length: Math.ceil(stage.filters / perTile) }, (_, i) => ({
    first: i * perTile,
    tile: { rows, filters: Math.min(perTile, stage.filters - i * perTile) } satisfies Tile
  }))
  const whole = tiles.filter(({ tile }) => tile.filters === perTile).length
  const { rowBytes: pixelRowBytes, pixelBytes } = stage.input.view
  const rowBytes = stage.input.view.width * 4
  return module.procedure(`${stage.name}.forward`, ['i32', 'i32', 'i32', 'i32'], (f) => {
    const planes = f.parameter(0, 'i32')
    const x = f.parameter(1, 'i32')
    const y = f.parameter(2, 'i32')
    const winners = f.parameter(3, 'i32')
    f.advance(y, view.origin)
    f.repeat(view.height / (rows / 2), () => {
      const block = (columns: number): void => {
        const kernel = f.int(stage.parameters.kernel)
        const bias = f.int(stage.parameters.bias)
        const output = f.int(y)
        const winner = f.int(winners)
        const run = (tile: Tile): void => {
          emitTile(f, stage, pool, tile, columns, { planes, x, kernel, bias, output, winner })
          f.advance(kernel, tile.filters * stage.kernelSize[0] * stage.parameters.rowFloats * 4)
          for (const pointer of [bias, output, winner]) f.advance(pointer, tile.filters * 4)
        }
        f.repeat(whole, () => {
          run({ rows, filters: perTile })
        })
        for (const { tile } of tiles.slice(whole)) run(tile)
        f.advance(planes, columns * 8)
        f.advance(x, columns * 2 * pixelBytes)
        for (const pointer of [y, winners]) f.advance(pointer, columns * view.pixelBytes)
      }
      f.repeat(Math.floor(view.width / 2), () => {
        block(2)
      })
      if (view.width % 2 === 1) block(1)
      f.advance(planes, rows * rowBytes - view.width * 8)
      f.advance(x, rows * pixelRowBytes - view.width * 2 * pixelBytes)
      f.advance(y, (rows / 2) * view.rowBytes - view.width * view.pixelBytes)
      f.advance(winners, (rows / 2 - 1) * view.width * view.pixelBytes)
    })
  })
}

/** The tile with the most sums in registers, for so many filters and for the rows of the pooled image. */
export function planarTile(
  filters: number,
  { height }: { readonly height: number },
  features: Features
): Tile {
  const tiles = (height % 2 === 0 ? [4 as const, 2 as const] : [2 as const]).map((rows) => ({
    rows,
    filters: Math.ceil(filters / Math.ceil(filters / longestSide(rows, features)))
  }))
  const sums = (tile: Tile): number => tile.rows * tile.filters
  return tiles.reduce((best, tile) => (sums(tile) < sums(best) ? best : tile))
}

interface TilePointers {
  readonly planes: Local<'i32'>
  readonly x: Local<'i32'>
  readonly kernel: Local<'i32'>
  readonly bias: Local<'i32'>
  readonly output: Local<'i32'>
  readonly winner: Local<'i32'>
}

function emitTile(
  f: FunctionBuilder,
  stage: ConvolutionStage,
  pool: PooledOutput,
  tile: Tile,
  columns: number,
  pointers: TilePointers
): void {
  const { height, width, channels } = stage.input.view
  const [kernelHeight, kernelWidth] = stage.kernelSize
  const rowBytes = width * 4
  const kernelRowBytes = stage.parameters.rowFloats * 4
  const filterBytes = kernelHeight * kernelRowBytes
  const sums = Array.from({ length: tile.rows }, () =>
    f.locals(tile.filters, 'v128', (filter) => v128.loadSplat(pointers.bias, filter * 4))
  )
  const input = f.int(pointers.planes)
  const weights = f.int(pointers.kernel)
  f.repeat(channels, () => {
    f.repeat(kernelHeight, () => {
      const end = f.int(i32.add(input, kernelWidth * 4))
      f.fencedLoop(input, (fence) => {
        const row = (r: number): V128 => v128.load(input, r * rowBytes)
        addOuterProduct(f, fence, sums, row, (filter) => v128.loadSplat(weights, filter * filterBytes))
        f.advance(input, 4)
        f.advance(weights, channels * 4)
        return i32.lt(input, end)
      })
      f.advance(input, rowBytes - kernelWidth * 4)
      f.advance(weights, kernelRowBytes - kernelWidth * channels * 4)
    })
    f.advance(input, (height - kernelHeight) * rowBytes)
    f.advance(weights, 4 - filterBytes)
  })
  for (let pair = 0; pair < tile.rows / 2; pair++) {
    const top = required(sums[2 * pair], 'an upper row')
    const bottom = required(sums[2 * pair + 1], 'a lower row')
    for (let filter = 0; filter < tile.filters; filter += 2) {
      const rows = { top: top.slice(filter, filter + 2), bottom: bottom.slice(filter, filter + 2) }
      emitWindows(f, stage, pool, rows, columns, { ...pointers, pair, filter })
    }
  }
}

/** Which columns of two filters' sums lie side by side: of both windows the left ones, and the right ones. */
const left: Lanes = [0, 4, 2, 6]
const right: Lanes = [1, 5, 3, 7]

/**
 * The maxima of two windows 2 x 2 that lie side by side in two rows of sums, for one filter or two: lanes are
 * [first window, second window] x [first filter, second filter]. Of equal values the first wins.
 */
function emitWindows(
  f: FunctionBuilder,
  stage: ConvolutionStage,
  pool: PooledOutput,
  sums: { readonly top: readonly Local<'v128'>[]; readonly bottom: readonly Local<'v128'>[] },
  columns: number,
  at: TilePointers & { readonly pair: number; readonly filter: number }
): void {
  const [top, secondTop = top] = sums.top
  const [bottom, secondBottom = bottom] = sums.bottom
  if (!top || !secondTop || !bottom || !secondBottom) return
  const { view } = pool.node
  const { rowBytes, pixelBytes } = stage.input.view
  const best = f.local('v128', v128.shuffle(top, secondTop, left))
  const offset = f.local('v128', v128.zero)
  const value = f.local('v128')
  const challengers = [
    { values: v128.shuffle(top, secondTop, right), bytes: pixelBytes },
    { values: v128.shuffle(bottom, secondBottom, left), bytes: rowBytes },
    { values: v128.shuffle(bottom, secondBottom, right), bytes: rowBytes + pixelBytes }
  ]
  for (const { values, bytes } of challengers) {
    f.set(value, values)
    const greater = v128.and(v128.gtFloat(value, best), v128.ints(bytes, bytes, bytes, bytes))
    f.set(offset, v128.maxInt(offset, greater))
    f.set(best, v128.pmaxFloat(best, value))
  }
  if (pool.relu) f.set(best, v128.pmaxFloat(best, v128.zero))
  const corner = v128.splatInt(i32.add(at.x, at.pair * 2 * rowBytes))
  f.set(offset, v128.addInt(v128.addInt(offset, corner), v128.ints(0, 0, 2 * pixelBytes, 2 * pixelBytes)))
  const store = (address: Local<'i32'>, values: Local<'v128'>, column: number, bytes: number): void => {
    if (sums.top.length === 2) f.store64(address, values, column, bytes)
    else f.store32(address, values, 2 * column, bytes)
  }
  for (let column = 0; column < columns; column++) {
    const bytes = column * view.pixelBytes + at.filter * 4
    store(at.output, best, column, at.pair * view.rowBytes + bytes)
    store(at.winner, offset, column, at.pair * view.width * view.pixelBytes + bytes)
  }
}
