/** A stretch of rows: those that are drawn, or those that only keep their place. */
export interface Stretch {
  readonly first: number
  /** The first row after it. */
  readonly end: number
  readonly drawn: boolean
}

interface Sight {
  readonly count: number
  readonly rowHeight: number
  /** How far the rows are scrolled, and how much of them is in sight, in the unit of the row's height. */
  readonly top: number
  readonly height: number
  /** Rows that are drawn although they are out of sight: one has the keyboard's focus. */
  readonly kept?: readonly number[]
  /** Rows that are drawn above and below what is in sight, for those who scroll on. */
  readonly beyond?: number
}

/** Which rows of a long table have to be drawn. All rows are in the stretches once, in order. */
export function rowsInSight({ count, rowHeight, top, height, kept = [], beyond = 12 }: Sight): Stretch[] {
  const within = (row: number): number => Math.min(count, Math.max(0, row))
  const first = within(Math.floor(top / rowHeight) - beyond)
  const end = Math.max(first, within(Math.ceil((top + height) / rowHeight) + beyond))
  const others = [...new Set(kept)].filter((row) => row >= 0 && row < count && (row < first || row >= end))
  const drawn = [...others.map((row) => ({ first: row, end: row + 1 })), { first, end }]
    .filter((stretch) => stretch.end > stretch.first)
    .sort((a, b) => a.first - b.first)
  const stretches: Stretch[] = []
  let at = 0
  for (const stretch of drawn) {
    if (stretch.first > at) stretches.push({ first: at, end: stretch.first, drawn: false })
    stretches.push({ ...stretch, drawn: true })
    at = stretch.end
  }
  return at < count ? [...stretches, { first: at, end: count, drawn: false }] : stretches
}
