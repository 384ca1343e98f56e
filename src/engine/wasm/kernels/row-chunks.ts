import type { Int } from '../assembler/expression'
import type { FunctionBuilder } from '../assembler/function-builder'
import { i32 } from '../assembler/scalar'
import type { ConvolutionStage } from '../plan/plan'
import { evenRanges } from './even-pieces'

/** A vector of four weights in a filter, and what it meets in the input: byte offsets from the bases of the chunk. */
export interface ChunkVector {
  readonly weights: number
  readonly image: number
  /** How many of its lanes are weights; the rest is padding. */
  readonly lanes: number
}

export interface Chunk {
  readonly vectors: readonly ChunkVector[]
  readonly weightsBase: Int
  readonly imageBase: Int
}

/** Vectors whose sums are in registers, beside what they are multiplied with and a few loaded operands. */
export const chunkVectors = 10
/** See `FunctionBuilder.fencedLoop`. */
export const loadsBetweenFences = 2

/** Beyond this many vectors in a filter the code would grow too long, so that it loops instead. */
const unrolledVectors = 64

/**
 * Goes through the rows of a filter in chunks of up to `size` vectors, few enough for registers.
 * Small filters get code for each chunk with constant offsets, large ones a loop.
 */
export function eachChunk(
  f: FunctionBuilder,
  stage: ConvolutionStage,
  size: number,
  emit: (chunk: Chunk) => void
): void {
  const [kernelHeight, kernelWidth] = stage.kernelSize
  const { rowBytes, channels } = stage.input.view
  const rowVectors = stage.parameters.rowFloats / 4
  const weightRowBytes = rowVectors * 16
  const lanesOf = (column: number): number => Math.min(4, kernelWidth * channels - column * 4)
  const vector = (row: number, column: number): ChunkVector => ({
    weights: row * weightRowBytes + column * 16,
    image: row * rowBytes + column * 16,
    lanes: lanesOf(column)
  })
  if (kernelHeight * rowVectors <= unrolledVectors) {
    const all = Array.from({ length: kernelHeight * rowVectors }, (_, i) =>
      vector(Math.floor(i / rowVectors), i % rowVectors)
    )
    for (const range of evenRanges(all.length, size)) {
      emit({ vectors: all.slice(range.first, range.first + range.size), weightsBase: 0, imageBase: 0 })
    }
    return
  }
  const weightsBase = f.int(0)
  const imageBase = f.int(0)
  // The last vector of a row may have padding, so that it never belongs to a chunk that repeats.
  const repeated = Math.ceil(rowVectors / size) - 1
  const even = Math.ceil(rowVectors / (repeated + 1))
  f.repeat(kernelHeight, () => {
    f.repeat(repeated, () => {
      emit({ vectors: Array.from({ length: even }, (_, i) => vector(0, i)), weightsBase, imageBase })
      f.advance(weightsBase, even * 16)
      f.advance(imageBase, even * 16)
    })
    const rest = rowVectors - repeated * even
    emit({
      vectors: Array.from({ length: rest }, (_, i) => ({
        ...vector(0, i),
        lanes: lanesOf(repeated * even + i)
      })),
      weightsBase,
      imageBase
    })
    f.setInt(weightsBase, i32.add(weightsBase, rest * 16))
    f.setInt(imageBase, i32.add(imageBase, rowBytes - repeated * even * 16))
  })
}
