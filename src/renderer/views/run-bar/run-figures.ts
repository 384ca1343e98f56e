import { accuracy } from '../../../core/run/evaluation'
import type { RunState } from '../../../core/run/run-state'
import type { RunTiming } from '../../../core/run/run-timing'
import { formatDuration, formatTimeLeft } from '../../../core/format/format-duration'
import { formatPercent, formatRate } from '../../../core/format/format-number'
import { spanWords } from '../../parts/time-advice'

export interface RunFigure {
  readonly value: string
  readonly label: string
  readonly title?: string | undefined
  /** spare: left out first where there is little room; minor: next */
  readonly rank?: 'spare' | 'minor'
}

const unknown = '–'

/** The figures in the bar: of speed while a run is live, of its result after that. */
export function runFigures(
  run: RunState,
  live: boolean,
  timing: RunTiming | undefined,
  secondsLeft: number | undefined
): readonly RunFigure[] {
  const title = timing === undefined ? undefined : `Mean over the ${spanWords(timing)}`
  const steps: RunFigure = {
    value: timing === undefined ? unknown : formatRate(timing.stepsPerSecond),
    label: 'steps/s',
    title
  }
  if (live) {
    return [
      { ...steps, rank: 'minor' },
      {
        value: timing === undefined ? unknown : formatRate(timing.imagesPerSecond),
        label: 'images/s',
        title,
        rank: 'spare'
      },
      {
        value: secondsLeft === undefined ? unknown : formatTimeLeft(secondsLeft),
        label: 'left (about)',
        title: 'Including validation after each epoch and the evaluation at the end'
      }
    ]
  }
  const result = run.evaluation?.result
  return [
    { value: result === undefined ? unknown : formatPercent(accuracy(result)), label: 'accuracy' },
    { ...steps, rank: 'spare' },
    {
      value: run.trainMs === 0 ? unknown : formatDuration(run.trainMs),
      label: 'training',
      rank: 'minor',
      title: 'Time spent training, without pauses, validation and evaluation'
    }
  ]
}
