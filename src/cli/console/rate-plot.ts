import { extent } from '../../core/maths/extent'
import { formatRate } from '../../core/format/format-rate'
import type { RatePoint } from '../../core/rate-search/rate-point'
import { spacedPoints } from '../../core/rate-search/spaced-points'
import { formatTable } from './table'

/** Lines of a power of ten. */
const linesPerDecade = 3
const width = 40

/**
 * The smoothed losses of a search as lines of text, a few for each power of ten: the rate, the loss, and a mark that lies
 * further right where the loss is higher. Losses far above the first are all marked at the edge.
 */
export function ratePlot(points: readonly RatePoint[]): string[] {
  const [first] = points
  if (first === undefined) return []
  const shown = spacedPoints(points, linesPerDecade)
  const { min, max } = extent(shown.map(({ smoothed }) => smoothed))
  const top = Math.min(max, min + 1.5 * Math.max(first.smoothed - min, 0.01 * min))
  const rows = shown.map(({ rate, smoothed }) => {
    const share = top > min ? Math.min(1, (smoothed - min) / (top - min)) : 0
    return [formatRate(rate), smoothed.toFixed(3), `|${' '.repeat(Math.round(share * width))}*`]
  })
  return formatTable(['rate', 'loss', 'further left: lower loss'], rows)
}
