import { extent } from '../../../core/maths/extent'

interface Point {
  readonly step: number
  readonly loss: number
}

/** The drawing's height, and the room that it leaves for figures at the left. */
export const pictureHeight = 130
const left = 34
const edge = 8

/** What a small picture of a run's log draws, in its own units. */
export interface LossPicture {
  /** As SVG's `points`. */
  readonly curve: string
  readonly lesson: readonly { readonly x: number; readonly y: number }[]
  readonly ticks: readonly { readonly y: number; readonly text: string }[]
}

/**
 * @param lesson the lesson's figures; those beyond the run's end are left out
 * @param width of the drawing, so that its figures are as large as other text
 */
export function lossPicture(
  log: readonly Point[],
  lesson: readonly Point[],
  totalSteps: number,
  width: number
): LossPicture {
  const shown = lesson.filter(({ step }) => step <= totalSteps)
  const finite = log.filter(({ loss }) => Number.isFinite(loss))
  if (finite.length === 0) return { curve: '', lesson: [], ticks: [] }
  const range = extent([...finite, ...shown].map(({ loss }) => loss))
  // A flat curve lies in the middle of its own band.
  const margin = Math.max((range.max - range.min) * 0.08, 0.02)
  const [low, high] = [range.min - margin, range.max + margin]
  const place = ({ step, loss }: Point): { readonly x: number; readonly y: number } => ({
    x: round(left + (step / Math.max(totalSteps, 1)) * (width - edge - left)),
    y: round(edge + ((high - loss) / (high - low)) * (pictureHeight - 2 * edge))
  })
  return {
    curve: finite
      .map(place)
      .map(({ x, y }) => `${x},${y}`)
      .join(' '),
    lesson: shown.map(place),
    // A flat curve has one.
    ticks: [
      ...new Map([range.max, (range.max + range.min) / 2, range.min].map((loss) => [loss.toFixed(2), loss]))
    ].map(([text, loss]) => ({ y: place({ step: 0, loss }).y, text }))
  }
}

const round = (value: number): number => Math.round(value * 10) / 10
