import type { RunConfig } from '../../core/settings/run-config'
import type { RunEvent } from '../../core/run/run-event'
import { foldRun, newRun, type RunState } from '../../core/run/run-state'
import type { RunSummary } from '../contract/run-summary'
import { lostSummary, missingEnd } from './missing-end'
import type { RunFile } from './run-file'
import { summarise } from './summarise'

export interface StoredRun {
  readonly summary: RunSummary
  readonly config: RunConfig
  readonly events: readonly RunEvent[]
  readonly state: RunState
}

/**
 * A run as its files tell it.
 * @param owned whether somebody may be writing to it: a run that nobody writes to has ended, whatever the disk took
 */
export function storedRun(file: RunFile, events: readonly RunEvent[], owned: boolean): StoredRun {
  const state = foldRun(newRun, events)
  const end = owned ? undefined : missingEnd(file, { events, state })
  const whole =
    end === undefined ? { events, state } : { events: [...events, end], state: foldRun(state, [end]) }
  const lost = lostSummary(file, { events, state })
  return { summary: summariseStored(file, whole.state, lost), config: file.config, ...whole }
}

/** @param lost what run.json knew before the log lost events, wherever that tells nothing */
export function summariseStored(
  { summary, config }: Pick<RunFile, 'summary' | 'config'>,
  state: RunState,
  lost: RunSummary | undefined
): RunSummary {
  const told = summarise(summary, config, state)
  if (lost === undefined) return told
  const totalSteps = told.totalSteps === 0 ? lost.totalSteps : told.totalSteps
  return { ...lost, ...told, totalSteps, trainMs: Math.max(lost.trainMs, told.trainMs) }
}
