type Point = readonly [x: number, y: number]

/** A line through points, along rows and columns, with round corners: as the `d` of a path. */
export function edgePath(points: readonly Point[], radius = 7): string {
  const [start, ...rest] = points
  if (start === undefined) return ''
  const parts = rest.map((point, i) => {
    const before = points[i]
    const next = rest[i + 1]
    if (next === undefined || before === undefined) return `L${point.join(' ')}`
    const round = Math.min(radius, distance(before, point) / 2, distance(point, next) / 2)
    return `L${toward(point, before, round).join(' ')}Q${point.join(' ')} ${toward(point, next, round).join(' ')}`
  })
  return `M${start.join(' ')}${parts.join('')}`
}

function distance([x0, y0]: Point, [x1, y1]: Point): number {
  return Math.abs(x1 - x0) + Math.abs(y1 - y0)
}

/** The point so far from one towards another in the same row or column. */
function toward([x, y]: Point, [toX, toY]: Point, length: number): Point {
  return [x + Math.sign(toX - x) * length, y + Math.sign(toY - y) * length]
}
