/**
 * Work that one dispatch can do together with others: a WGSL function
 * `fn name(tile: u32, thread: u32)` that a whole workgroup calls for each of its tiles.
 */
export interface Job {
  readonly name: string
  readonly code: string
  /** Workgroups that a batch of the planned size needs. */
  readonly tiles: number
  /** Size of the workgroup that it was written for. */
  readonly threads: number
  /** Floats of workgroup memory. */
  readonly scratch: number
  /** Regions of memory; two jobs that touch the same one, one of them writing, run one after the other. */
  readonly reads: readonly string[]
  readonly writes: readonly string[]
}

/** A job of which each tile belongs to one image, `tilesPerImage` to each. */
export interface ImageJob extends Job {
  readonly tilesPerImage: number
}

/** WGSL has no shorthand for a literal float of an arbitrary number. */
export function wgslFloat(value: number): string {
  const text = String(Math.fround(value))
  return /[.e]/.test(text) ? `f32(${text})` : `${text}.0`
}

/** The numbers 0 to n - 1, for code that is unrolled. */
export function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i)
}

/** Lines of an unrolled loop. */
export function unroll(n: number, line: (i: number) => string): string {
  return range(n).map(line).join('\n')
}

/** The largest of the candidates that divides n and is allowed, or else 1. */
export function largestDivisor(n: number, allowed: (divisor: number) => boolean): number {
  return [8, 6, 5, 4, 3, 2].find((divisor) => n % divisor === 0 && allowed(divisor)) ?? 1
}
