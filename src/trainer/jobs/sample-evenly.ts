import { required } from '../../core/base/required'

/** `count` of the rows at even distances, in order; all of them where there are no more. */
export function sampleEvenly(rows: Uint32Array, count: number): Uint32Array {
  if (count >= rows.length) return rows
  return Uint32Array.from({ length: count }, (_, i) =>
    required(rows[Math.floor((i * rows.length) / count)], 'a row to choose')
  )
}
