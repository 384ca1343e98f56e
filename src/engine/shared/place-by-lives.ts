/** A stretch of time in which something is in use, both ends included. */
export interface Life {
  readonly from: number
  readonly to: number
}

/** A buffer to be placed. */
export interface Buffer {
  readonly size: number
  /** When it is in use; what never is, shares its place with any other. */
  readonly lives: readonly Life[]
}

export interface Places {
  /** Of each buffer, in their order. */
  readonly offsets: readonly number[]
  /** Where the last of them ends. */
  readonly size: number
}

/**
 * Lets buffers that are never in use at the same time lie in the same place: one after the other, each as low as those
 * placed before it allow. Their order decides how much room they need; the largest first does well.
 */
export function placeByLives(buffers: readonly Buffer[]): Places {
  const placed: (Buffer & { readonly offset: number })[] = []
  for (const buffer of buffers) {
    const others = placed.filter((other) => meet(buffer, other)).sort((a, b) => a.offset - b.offset)
    let offset = 0
    for (const other of others) {
      if (offset + buffer.size <= other.offset) break
      offset = Math.max(offset, other.offset + other.size)
    }
    placed.push({ ...buffer, offset })
  }
  return {
    offsets: placed.map(({ offset }) => offset),
    size: placed.reduce((most, { offset, size }) => Math.max(most, offset + size), 0)
  }
}

function meet(a: Buffer, b: Buffer): boolean {
  return a.lives.some((one) => b.lives.some((other) => one.from <= other.to && other.from <= one.to))
}
