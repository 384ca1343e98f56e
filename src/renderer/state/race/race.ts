import { optimizerRule } from '../../../core/optimizers/optimizer-rule'
import { optimizerStateNames, type OptimizerSpec } from '../../../core/optimizers/optimizer-kinds'
import { type RacerId, racerIds, racers, type RaceSettings } from './racers'
import type { TestSurface } from './test-surface'

/** A racer after a number of steps. */
export interface Moment {
  readonly x: number
  readonly y: number
  readonly height: number
  readonly slope: readonly [number, number]
  /** What the optimizer keeps, in the order of `optimizerStateNames`, each for x and y. */
  readonly state: readonly (readonly [number, number])[]
}

export interface Racer {
  readonly id: RacerId
  readonly spec: OptimizerSpec
  /** Moment 0 is the start. Shorter than the race for one that left the land for good. */
  readonly moments: readonly Moment[]
}

export const raceSteps = 200
/** Nobody comes back from further out than this many widths of the map. */
const lostAfter = 50

/** All six from the same start, each for `raceSteps` steps by the rule that training uses. */
export function race(surface: TestSurface, settings: RaceSettings): Racer[] {
  return racerIds.map((id) => {
    const spec = racers[id].spec(settings)
    return { id, spec, moments: descend(surface, spec, settings.start, raceSteps) }
  })
}

/** The way of one optimizer, slopes without noise. */
function descend(
  surface: TestSurface,
  spec: OptimizerSpec,
  start: readonly [number, number],
  steps: number
): Moment[] {
  const kept = optimizerStateNames(spec).map(() => new Float64Array(2))
  const limit = lostAfter * (surface.x[1] - surface.x[0])
  const moments: Moment[] = []
  let [x, y] = start
  for (let step = 0; step <= steps; step++) {
    const slope = surface.slope(x, y)
    moments.push({
      x,
      y,
      height: surface.height(x, y),
      slope,
      state: kept.map((values) => [values[0] ?? 0, values[1] ?? 0])
    })
    const rule = optimizerRule(spec, spec.learningRate, step + 1, kept)
    x = rule(x, slope[0], 0)
    y = rule(y, slope[1], 1)
    if (!(Math.abs(x) < limit && Math.abs(y) < limit)) break
  }
  return moments
}

/** First step from which a racer stays close to one of the deepest places; undefined when it never does. */
export function arrival(surface: TestSurface, moments: readonly Moment[]): number | undefined {
  const close = (surface.x[1] - surface.x[0]) / 50
  const near = ({ x, y }: Moment): boolean =>
    surface.minima.some(([mx, my]) => Math.hypot(x - mx, y - my) <= close)
  if (moments.length <= raceSteps) return undefined
  let first = moments.length
  while (first > 0) {
    const moment = moments[first - 1]
    if (moment === undefined || !near(moment)) break
    first -= 1
  }
  return first === moments.length ? undefined : first
}
