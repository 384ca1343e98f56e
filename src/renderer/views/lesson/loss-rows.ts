import type { LogLine } from '../../../core/run/run-state'
import { lessonFigure } from '../../charts/loss/lesson-figures'

export interface LossRow {
  readonly epoch: number
  readonly batch: number
  readonly loss: number
  /** What the lesson publishes for the same line. */
  readonly lesson: number | undefined
}

/** As many as the lesson prints. */
const mostRows = 12

/**
 * Lines of a run's log beside the lesson's: all of them, or of a long run some, the first and the last among them.
 * @param comparable whether a line stands for the same images as in the lesson
 */
export function lossRows(log: readonly LogLine[], comparable: boolean): readonly LossRow[] {
  const shown =
    log.length <= mostRows
      ? log
      : Array.from({ length: mostRows }, (_, i) =>
          Math.round((i * (log.length - 1)) / (mostRows - 1))
        ).flatMap((at) => log.slice(at, at + 1))
  return shown.map(({ epoch, batch, loss }) => ({
    epoch,
    batch,
    loss,
    lesson: comparable ? lessonFigure(epoch, batch) : undefined
  }))
}
