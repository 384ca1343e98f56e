import { required } from '../../../core/base/required'
import type { Int, Local, V128 } from '../assembler/expression'
import type { Features, FunctionBuilder, FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { f32, i32 } from '../assembler/scalar'
import { v128 } from '../assembler/vector'
import { borderRows } from '../plan/image-view'
import type { ConvolutionStage, WeightGradients } from '../plan/plan'
import { quadGroups } from './convolution-forward'
import { laneMask } from './lane-mask'
import { evenPieces } from './even-pieces'
import { addOuterProduct, longestSide } from './outer-product'

/** Vectors of a filter's weights, and the most filters, whose products are summed together. */
export const tileVectors = 2
export const tileFilters = (features: Features): number => longestSide(tileVectors, features)
/** Quads of filters whose biases are summed together. */
const biasQuads = 6

/** Beyond this many weights in a filter, code for each would grow too long. */
const unrolledTaps = 128

/**
 * Whether filters in the lanes of vectors leave fewer lanes empty than weights do: three channels make rows of nine
 * weights, which take three vectors.
 */
export function suitsFilterLanes({ kernelSize, filters, input, parameters }: ConvolutionStage): boolean {
  const rowTaps = kernelSize[1] * input.view.channels
  const lossOfWeights = parameters.rowFloats / rowTaps
  const lossOfFilters = (Math.ceil(filters / 4) * 4) / filters
  return lossOfFilters < lossOfWeights && kernelSize[0] * rowTaps <= unrolledTaps
}

/** A vector of a filter's weights: its row in the kernel and its place in it. */
interface WeightVector {
  readonly row: number
  readonly column: number
}

/** Where a tile of weights begins. */
interface Bases {
  /** What the tile's first weight meets at the first position. */
  readonly x: Int
  readonly dy: Int
  readonly kernel: Int
}

/**
 * (x, dy, part): dkernel[f] += sum of dy[p, f] * patch(x, p) over all positions p; dbias[f] += sum of dy[p, f].
 * x: input view [H, W, C], dy: output view [OH, OW, F].
 */
export function emitDenseWeightGradient(
  module: ModuleBuilder,
  stage: ConvolutionStage,
  gradients: WeightGradients
): FunctionReference {
  const { kernelSize, filters, parameters } = stage
  const { view } = stage.output
  const rowVectors = parameters.rowFloats / 4
  const filterBytes = kernelSize[0] * parameters.rowFloats * 4
  return module.procedure(`${stage.name}.weightGradient`, ['i32', 'i32', 'i32'], (f) => {
    const x = f.parameter(0, 'i32')
    const dy = f.parameter(1, 'i32')
    const part = f.parameter(2, 'i32')
    f.advance(dy, view.origin)
    emitBiasGradient(f, stage, dy, f.int(i32.add(part, gradients.bias)))
    const kernel = f.int(i32.add(part, gradients.kernel))
    if (suitsFilterLanes(stage)) {
      emitFilterLanes(f, stage, module.features, { x, dy, kernel })
      return
    }
    const columnX = f.local('i32')
    const columnKernel = f.local('i32')
    const group = (count: number): void => {
      if (rowVectors % tileVectors === 1 && rowVectors < 2 * tileVectors) {
        // Few vectors in a row: a tile may reach into the next one.
        const all = Array.from({ length: kernelSize[0] * rowVectors }, (_, i) => ({
          row: Math.floor(i / rowVectors),
          column: i % rowVectors
        }))
        for (let i = 0; i < all.length; i += tileVectors) {
          emitTile(f, stage, count, all.slice(i, i + tileVectors), { x, dy, kernel })
        }
      } else {
        for (let row = 0; row < kernelSize[0]; row++) {
          f.setInt(columnX, x)
          f.setInt(columnKernel, kernel)
          const tile = (first: number, vectors: number): void => {
            const columns = Array.from({ length: vectors }, (_, i) => ({ row, column: first + i }))
            const base = first * 16
            emitTile(f, stage, count, columns, {
              x: f.int(i32.sub(columnX, base)),
              dy,
              kernel: f.int(i32.sub(columnKernel, base))
            })
            f.advance(columnX, vectors * 16)
            f.advance(columnKernel, vectors * 16)
          }
          // The last tile may have padding.
          const repeated = Math.ceil(rowVectors / tileVectors) - 1
          f.repeat(repeated, () => {
            tile(0, tileVectors)
          })
          tile(repeated * tileVectors, rowVectors - repeated * tileVectors)
        }
      }
      f.advance(kernel, count * filterBytes)
      f.advance(dy, count * 4)
    }
    for (const { size, count } of evenPieces(filters, tileFilters(module.features))) {
      f.repeat(count, () => {
        group(size)
      })
    }
  })
}

function emitTile(
  f: FunctionBuilder,
  stage: ConvolutionStage,
  filters: number,
  vectors: readonly WeightVector[],
  bases: Bases
): void {
  const { kernelSize, parameters } = stage
  const { view: inputView } = stage.input
  const rowBytes = parameters.rowFloats * 4
  const filterBytes = kernelSize[0] * rowBytes
  const { from, to } = positionRows(stage, vectors)
  if (from >= to) return
  const address = (vector: WeightVector, filter: number): number =>
    filter * filterBytes + vector.row * rowBytes + vector.column * 16
  const sums = vectors.map((vector) =>
    f.locals(filters, 'v128', (filter) => v128.load(bases.kernel, address(vector, filter)))
  )
  sumOverPositions(f, stage, { from, to }, bases, sums, {
    patch: (x, i) => {
      const { row, column } = required(vectors[i], 'a vector of each sum')
      return v128.load(x, row * inputView.rowBytes + column * 16)
    },
    gradient: (dy, filter) => v128.loadSplat(dy, filter * 4)
  })
  vectors.forEach((vector, i) => {
    const lanes = kernelSize[1] * inputView.channels - vector.column * 4
    required(sums[i], 'sums of each vector').forEach((sum, filter) => {
      // Padding must stay zero: others read whole rows of weights.
      if (lanes < 4) f.set(sum, v128.and(sum, laneMask(lanes)))
      f.store(bases.kernel, sum, address(vector, filter))
    })
  })
}

/** The same with filters in the lanes, a few weights at a time; what they add up to is taken apart at the end. */
function emitFilterLanes(
  f: FunctionBuilder,
  stage: ConvolutionStage,
  features: Features,
  bases: Bases
): void {
  const { kernelSize, parameters, filters } = stage
  const { view: inputView } = stage.input
  const rowTaps = kernelSize[1] * inputView.channels
  const filterBytes = kernelSize[0] * parameters.rowFloats * 4
  const taps = Array.from({ length: kernelSize[0] * rowTaps }, (_, i) => ({
    row: Math.floor(i / rowTaps),
    column: i % rowTaps
  }))
  for (const { first, quads } of quadGroups(filters)) {
    const perTile = longestSide(quads, features)
    for (let begin = 0; begin < taps.length; begin += perTile) {
      const tile = taps.slice(begin, begin + perTile)
      const { from, to } = positionRows(stage, tile)
      if (from >= to) continue
      const sums = tile.map(() => f.locals(quads, 'v128', () => v128.zero))
      const starts = { x: bases.x, dy: i32.add(bases.dy, first * 16) }
      sumOverPositions(f, stage, { from, to }, starts, sums, {
        patch: (x, t) => {
          const { row, column } = required(tile[t], 'a weight of each sum')
          return v128.loadSplat(x, row * inputView.rowBytes + column * 4)
        },
        gradient: (dy, q) => v128.load(dy, q * 16)
      })
      tile.forEach(({ row, column }, t) => {
        required(sums[t], 'sums of each weight').forEach((sum, q) => {
          for (let lane = 0; lane < Math.min(4, filters - (first + q) * 4); lane++) {
            const filter = (first + q) * 4 + lane
            const offset = filter * filterBytes + (row * parameters.rowFloats + column) * 4
            f.storeFloat(bases.kernel, f32.add(f32.load(bases.kernel, offset), v128.lane(sum, lane)), offset)
          }
        })
      })
    }
  }
}

/** sums[i][j] += sum over the positions p in the rows [from, to) of patch(x at p, i) * gradient(dy at p, j). */
function sumOverPositions(
  f: FunctionBuilder,
  { strides, input, output }: ConvolutionStage,
  { from, to }: { readonly from: number; readonly to: number },
  starts: Pick<Bases, 'x' | 'dy'>,
  sums: readonly (readonly Local<'v128'>[])[],
  load: {
    readonly patch: (x: Local<'i32'>, i: number) => V128
    readonly gradient: (dy: Local<'i32'>, j: number) => V128
  }
): void {
  const { view } = output
  const stepX = strides[1] * input.view.pixelBytes
  const x = f.int(i32.add(starts.x, from * strides[0] * input.view.rowBytes))
  const dy = f.int(i32.add(starts.dy, from * view.rowBytes))
  f.repeat(to - from, () => {
    const end = f.int(i32.add(x, view.width * stepX))
    f.fencedLoop(x, (fence) => {
      addOuterProduct(
        f,
        fence,
        sums,
        (i) => load.patch(x, i),
        (j) => load.gradient(dy, j)
      )
      f.advance(x, stepX)
      f.advance(dy, view.pixelBytes)
      return i32.lt(x, end)
    })
    f.advance(x, strides[0] * input.view.rowBytes - view.width * stepX)
    f.advance(dy, view.rowBytes - view.width * view.pixelBytes)
  })
}

/** Rows of positions at which one of the vectors meets more than the border above or below: [from, to). */
function positionRows(
  stage: ConvolutionStage,
  vectors: readonly WeightVector[]
): { readonly from: number; readonly to: number } {
  const { height } = stage.input.view
  const border = borderRows(stage.input.view)
  const rows = vectors.map(({ row }) => row)
  const from = Math.ceil((border - Math.max(...rows)) / stage.strides[0])
  const to = Math.ceil((height + border - Math.min(...rows)) / stage.strides[0])
  return { from: Math.max(0, from), to: Math.min(stage.output.view.height, to) }
}

function emitBiasGradient(
  f: FunctionBuilder,
  stage: ConvolutionStage,
  dy: Local<'i32'>,
  bias: Local<'i32'>
): void {
  const { view } = stage.output
  const quads = Math.ceil(stage.filters / 4)
  const pointer = f.local('i32')
  for (let first = 0; first < quads; first += biasQuads) {
    const sums = f.locals(Math.min(biasQuads, quads - first), 'v128', (q) =>
      v128.load(bias, (first + q) * 16)
    )
    f.setInt(pointer, i32.add(dy, first * 16))
    f.repeat(view.height, () => {
      f.repeat(view.width, () => {
        sums.forEach((sum, q) => {
          f.set(sum, v128.addFloat(sum, v128.load(pointer, q * 16)))
        })
        f.advance(pointer, view.pixelBytes)
      })
      f.advance(pointer, view.rowBytes - view.width * view.pixelBytes)
    })
    sums.forEach((sum, q) => {
      f.storeLanes(bias, sum, stage.filters - (first + q) * 4, (first + q) * 16)
    })
  }
}
