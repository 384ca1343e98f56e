import { flip } from './flip'
import { imageDraws } from './image-draws'

/** Those of the images that alternating flip shows mirrored in the first epoch of a run, and in every other one from there. */
export function mirroredRows(rows: Uint32Array, seed: number): Uint32Array {
  return rows.filter(
    (row) => flip.draw('alternating', imageDraws(seed, flip.stream, 0, row), [0, 0, 0]) === true
  )
}
