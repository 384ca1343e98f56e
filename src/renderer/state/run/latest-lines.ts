/** Lines that are shown of a long list unless the reader asks for all: the page stays quick while a run adds to it. */
const linesShown = 500

/**
 * How many lines at the beginning of a list stay out of sight: none of a short one, and of a long one all but the
 * latest. Counts in hundreds, so that what is on screen only grows at its end, but for now and then.
 */
export function linesHidden(length: number): number {
  return Math.max(0, Math.ceil((length - linesShown) / 100) * 100)
}
