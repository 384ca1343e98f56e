import { assertNever } from '../../core/base/assert-never'
import type { RunState } from '../../core/run/run-state'
import { recentTiming } from '../../core/run/run-timing'
import type { ExportProgress } from '../../lab/contract/dataset-export'
import { secondsLeft } from '../../core/training/time-left'
import type { DatasetStatus } from '../../lab/contract/dataset-status'
import { formatBytesInTenths } from '../../core/format/format-bytes'
import { formatTimeLeft } from '../../core/format/format-duration'
import { formatCount } from '../../core/format/format-number'

/** `[######----]`, `share` in [0, 1]. */
export function formatBar(share: number, width: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * width)
  return `[${'#'.repeat(filled)}${'-'.repeat(width - filled)}]`
}

const barWidth = 24

function line(share: number, parts: readonly string[]): string {
  return [formatBar(share, barWidth), `${Math.floor(share * 100)} %`.padStart(5), ...parts].join('  ')
}

/** Where a training stands: epoch, step, speed, time left. */
export function trainingLine(state: RunState): string {
  const { config } = state
  if (config === undefined) return 'Starting the training process'
  const share = state.step / state.totalSteps
  const time = recentTiming(state)
  const left = secondsLeft(state)
  const speed = [
    ...(time === undefined ? [] : [`${formatCount(time.imagesPerSecond)} images/s`]),
    ...(left === undefined ? [] : [`about ${formatTimeLeft(left)} left`])
  ]
  const steps = `step ${formatCount(state.step)} of ${formatCount(state.totalSteps)}`
  return line(share, [`epoch ${state.epoch} of ${config.epochs}`, steps, ...speed])
}

export function evaluationLine(done: number, total: number): string {
  return line(total === 0 ? 0 : done / total, [`${formatCount(done)} of ${formatCount(total)} images`])
}

export function rateSearchLine(done: number, total: number): string {
  return line(done / total, [`step ${formatCount(done)} of ${formatCount(total)}`])
}

export function exportLine({ done, total, unit }: ExportProgress): string {
  const share = total === 0 ? 0 : done / total
  return unit === 'images'
    ? evaluationLine(done, total)
    : line(share, [`${formatBytesInTenths(done)} of ${formatBytesInTenths(total)}`])
}

type Download = Extract<DatasetStatus, { state: 'downloading' }>

export function downloadLine(status: Download): string {
  const share = downloadShare(status)
  switch (status.phase) {
    case 'choosing':
      return `Looking for the fastest source of ${status.info.name}`
    case 'downloading': {
      const total = status.total > 0 ? ` of ${formatBytesInTenths(status.total)}` : ''
      const left = status.secondsLeft === undefined ? [] : [`${formatTimeLeft(status.secondsLeft)} left`]
      return line(share, [
        `${formatBytesInTenths(status.done)}${total}`,
        `${formatBytesInTenths(status.bytesPerSecond)}/s`,
        ...left
      ])
    }
    case 'converting':
      return line(share, [`converting, ${formatCount(status.done)} of ${formatCount(status.total)} images`])
    case 'verifying':
      return 'Verifying the checksums'
    default:
      return assertNever(status.phase)
  }
}

/** For where no line can be redrawn: a step every tenth, undefined while there is nothing to measure by. */
export function downloadMilestone(status: Download): string | undefined {
  if (status.phase === 'choosing' || status.phase === 'verifying') return downloadLine(status)
  if (status.total === 0) return undefined
  const tenth = Math.floor(downloadShare(status) * 10) / 10
  return `${status.phase === 'downloading' ? 'Downloading' : 'Converting'} ${status.info.name} (${status.source}): ${Math.round(tenth * 100)} %`
}

function downloadShare(status: Download): number {
  return status.total === 0 ? 0 : Math.min(1, status.done / status.total)
}
