import { maxParts, smallestPart } from './plan/batch-parts'

/**
 * The fewest threads that finish a batch as early as one thread for each core would: a part of the batch is never
 * shared, so that more threads than parts, or a number that leaves some with one part less, only wait.
 */
export function threadsForParts(batchSize: number, cores: number): number {
  const partSize = Math.max(smallestPart, Math.ceil(batchSize / maxParts))
  const parts = Math.ceil(batchSize / partSize)
  const rounds = Math.ceil(parts / Math.min(cores, parts))
  return Math.ceil(parts / rounds)
}
