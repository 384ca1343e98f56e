import type { RunState } from '../../../core/run/run-state'
import { runPhase } from '../../../core/training/time-left'
import { statusText } from '../../parts/status-text'

/** A shorter validation is over before its word is read. */
const readableMs = 1000

export interface RunLine {
  /** Whether it trains or pauses, where there is room for it. */
  readonly word?: string
  readonly text: string
}

/**
 * Where the run on screen stands, on one line.
 * @param run undefined: there is none
 * @param hasData whether the data set is ready
 */
export function runLine(run: RunState | undefined | 'opening', hasData: boolean): RunLine {
  if (run === 'opening') return { text: 'Opening the run' }
  if (run === undefined) {
    return { text: hasData ? 'Nothing trained yet' : 'Get the data first, then train' }
  }
  const { status } = run
  switch (status.kind) {
    case 'training':
    case 'paused':
      return { word: statusText(status), text: busyWith(run) }
    case 'imported':
      return { text: `Loaded from ${status.fileName}` }
    case 'finished':
      return {
        text: [
          statusText(status),
          ...(run.selected === undefined ? [] : [`epoch ${run.selected.epoch} was best`]),
          ...(run.evaluation === undefined ? [] : ['evaluated on the test images'])
        ].join(' · ')
      }
    default:
      return { text: statusText(status) }
  }
}

function busyWith(run: RunState): string {
  const phase = runPhase(run)
  if (phase === 'evaluating') return 'evaluating on the test images'
  const told = (run.validations.at(-1)?.durationMs ?? 0) >= readableMs
  if (phase === 'validating' && told) return `validating epoch ${run.epoch}`
  return `epoch ${run.epoch} of ${run.config?.epochs ?? 0}`
}
