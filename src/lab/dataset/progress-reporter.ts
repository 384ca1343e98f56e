import type { DatasetInfo } from '../../core/data/dataset-info'
import type { DatasetStatus } from '../contract/dataset-status'
import { RateMeter } from '../download/rate-meter'
import type { DatasetJob } from './fetch-dataset'

/** Progress is told at most this often. */
const reportMs = 100

/**
 * Makes statuses of what a download reports, with its rate, and not too many of them.
 * @param clock milliseconds, monotonic
 */
export function progressReporter(
  info: DatasetInfo,
  clock: () => number,
  publish: (status: DatasetStatus) => void
): DatasetJob['report'] {
  let meter = new RateMeter()
  let current = ''
  let lastAt = -Infinity
  return (phase, source, done, total) => {
    const at = clock()
    const key = `${phase} ${source}`
    if (key !== current) meter = new RateMeter()
    meter.update(done, at)
    if (key === current && done < total && at - lastAt < reportMs) return
    current = key
    lastAt = at
    const secondsLeft = meter.secondsLeft(done, total)
    publish({
      state: 'downloading',
      info,
      phase,
      source,
      done,
      total,
      // A conversion counts images.
      bytesPerSecond: phase === 'converting' ? 0 : meter.perSecond,
      ...(secondsLeft === undefined ? {} : { secondsLeft })
    })
  }
}
