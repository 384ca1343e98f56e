import type { LearningRange } from './learning-ranges'

const chunkBytes = 4096

/** Gradients whose squares are added up together: rows of a range. */
export interface SquaredChunks {
  readonly range: LearningRange
  /** Rows of each, but of the last there may be fewer. */
  readonly chunkRows: number
  readonly chunks: number
  /** How many chunks of other ranges come first. */
  readonly first: number
}

/** The cut depends on the network alone, never on the number of threads, for the reason that batch-parts.ts gives. */
export function squaredChunks(ranges: readonly LearningRange[]): {
  readonly parts: readonly SquaredChunks[]
  readonly count: number
} {
  let count = 0
  const parts = ranges.map((range) => {
    const chunkRows = Math.max(1, Math.floor(chunkBytes / range.rowBytes))
    const part = { range, chunkRows, chunks: Math.ceil(range.rows / chunkRows), first: count }
    count += part.chunks
    return part
  })
  return { parts, count }
}
