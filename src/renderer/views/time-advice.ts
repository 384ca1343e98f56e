/** Shares of the time spent waiting from which the loader is worth a word. */
const noticeable = 0.03
const much = 0.15

/** What to do about the loader, in a sentence. waiting: share in [0, 1] */
export function timeAdvice(waiting: number, workers: number): string {
  if (waiting < noticeable) {
    return workers === 0
      ? 'Preparing batches takes next to no time here; workers would hardly help at this batch size.'
      : 'Compute hardly ever waits. More workers would not help at this batch size.'
  }
  if (workers === 0) {
    return 'With 0 workers each batch is prepared while compute stands still. Try 2 workers.'
  }
  if (waiting < much) return 'The loader mostly keeps up. One more worker may close the gap.'
  return 'Compute waits for the loader. Add workers, or make batches larger so that each step does more.'
}
