import { LabError } from '../../core/base/lab-error'
import type { RunEvent } from '../../core/run/run-event'
import type { RunState } from '../../core/run/run-state'
import type { RunSummary } from '../contract/run-summary'
import type { RunFile } from './run-file'

/** Whether a status says that somebody is training the run at this moment; true only as long as somebody owns it. */
export function isLive({ kind }: { readonly kind: string }): boolean {
  return kind === 'new' || kind === 'training' || kind === 'paused'
}

interface Told {
  readonly events: readonly RunEvent[]
  readonly state: RunState
}

/** Whether events.jsonl has lost events that run.json knows of. */
function isTruncated(file: RunFile, { events, state }: Told): boolean {
  if (file.events !== undefined) return events.length < file.events
  // From before the count was kept.
  return isLive(state.status) && !isLive(file.summary.status)
}

/** What run.json knows of a run whose events.jsonl has lost events, now or before. */
export function lostSummary(file: RunFile, told: Told): RunSummary | undefined {
  return isTruncated(file, told) ? file.summary : file.lost
}

/**
 * The last event that the log of a run lacks to which nobody writes any more: its process ended without one, or the
 * log lost it. Undefined for a log that has its end.
 */
export function missingEnd(file: RunFile, told: Told): RunEvent | undefined {
  const { state } = told
  if (!isLive(state.status)) return undefined
  const { summary, config, dataset, versions } = file
  const at = Date.now()
  const status = isTruncated(file, told) ? summary.status : state.status
  switch (status.kind) {
    case 'new':
    case 'training':
    case 'paused':
      return { type: 'ended', at, step: state.step, outcome: { kind: 'interrupted', error: ended.toData() } }
    case 'imported':
      return {
        type: 'imported',
        at,
        step: summary.step,
        epoch: 0,
        fileName: status.fileName,
        ...(status.content === undefined ? {} : { content: status.content }),
        config,
        classes: [],
        ...(dataset === undefined ? {} : { dataset }),
        versions
      }
    case 'finished':
    case 'stopped':
    case 'failed':
    case 'interrupted':
      return { type: 'ended', at, step: summary.step, outcome: status }
  }
}

const ended = new LabError(
  'trainer-crashed',
  'Tenfold ended while this run was training.',
  'Resume the run: it continues from its last checkpoint.'
)
