/** The running losses that the lesson publishes for its own settings: each the mean of 2,000 mini-batches of 4. */
const published = [
  [2.105, 1.775, 1.639, 1.577, 1.493, 1.462],
  [1.388, 1.367, 1.314, 1.313, 1.276, 1.267]
] as const
const batchSize = 4
const imagesPerEpoch = 50_000
const batchesPerLine = 2000

interface LessonFigure {
  readonly step: number
  readonly loss: number
}

/** The lesson's figures, each at the step at which a run with this batch size has seen as many images. */
export function lessonFigures(runBatchSize: number): LessonFigure[] {
  return published.flatMap((losses, epoch) =>
    losses.map((loss, line) => ({
      step: (epoch * imagesPerEpoch + (line + 1) * batchesPerLine * batchSize) / runBatchSize,
      loss
    }))
  )
}

/** The published figure for one line of the log, where there is one. */
export function lessonFigure(epoch: number, batch: number): number | undefined {
  return batch % batchesPerLine === 0 ? published[epoch - 1]?.[batch / batchesPerLine - 1] : undefined
}
