import { extent } from '../../../core/maths/extent'

/** Pixels from the upper left of a sheet. */
export interface Spot {
  readonly x: number
  readonly y: number
}

/** What a label keeps around itself, and from the rim of the sheet. */
const clearance = 32
const rim = { x: 24, y: 12 } as const

/**
 * Where to write the height on lines of equal height: for each line the spot on it that is farthest from everything
 * that was drawn and from the labels before it; none where all of the line is too near to something.
 */
export function contourLabels(
  lines: readonly { readonly level: number; readonly spots: readonly Spot[] }[],
  drawn: readonly Spot[],
  { width, height }: { readonly width: number; readonly height: number }
): readonly ({ readonly level: number } & Spot)[] {
  const taken = [...drawn]
  return lines.flatMap(({ level, spots }) => {
    let best: { readonly spot: Spot; readonly room: number } | undefined
    for (const spot of spots) {
      if (spot.x < rim.x || spot.x > width - rim.x || spot.y < rim.y || spot.y > height - rim.y) continue
      const room = extent(taken.map(({ x, y }) => Math.hypot(x - spot.x, y - spot.y))).min
      if (room >= clearance && (best === undefined || room > best.room)) best = { spot, room }
    }
    if (best === undefined) return []
    taken.push(best.spot)
    return [{ level, ...best.spot }]
  })
}
