import type { RunTiming } from '../../core/run/run-timing'
import { formatPercent } from '../../core/format/format-number'

/** Share of the time spent waiting from which workers or larger batches are worth a word. */
export const muchWaiting = 0.1
/** A shorter training says nothing: its first steps are not like the others. */
const tellingMs = 2000

/** The span that figures are of, in words: `last 5 s`, `whole run`. */
export function spanWords({ span, spanMs }: RunTiming): string {
  return span === 'whole' ? 'whole run' : `last ${Math.max(1, Math.round(spanMs / 1000))} s`
}

/** What to do about the loader, in a sentence or two that state the share they go by. */
export function timeAdvice(time: RunTiming, workers: number): string {
  const share = formatPercent(time.wait)
  if (time.spanMs < tellingMs) {
    return time.span === 'whole'
      ? 'The training was too short to show whether workers would help.'
      : `After ${tellingMs / 1000} seconds of training, this says whether workers would help.`
  }
  if (time.wait < muchWaiting) {
    return workers === 0
      ? `Preparing batches took ${share} of the time, so workers would hardly help at this batch size.`
      : `Steps waited for data ${share} of the time, so more workers would hardly help at this batch size.`
  }
  return workers === 0
    ? `Preparing batches took ${share} of the time, and training waited for them. Try 2 workers.`
    : `Steps waited for data ${share} of the time. If the CPU has cores to spare, add workers. If batches are very small, larger ones can help too.`
}
