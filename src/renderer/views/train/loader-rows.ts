import { formatShare } from '../../../core/format/format-number'
import type { RunTiming } from '../../../core/run/run-timing'
import { roundTogether } from '../../format/round-together'
import type { Lane, RecentTime } from '../../state/data/loader-timeline.svelte'

/** What a part of a training did in the last moments. */
export interface LoaderRow {
  readonly name: string
  readonly figure: string
  /** In [0, 1]. */
  readonly share: number
  /** Undefined where that is not measured: then a bar shows the share. */
  readonly lane: Lane | undefined
  readonly tone: 'accent' | 'warm' | 'faint'
}

/** More workers than these find no room. */
const workersShown = 4

/**
 * The loader's workers, or the loading in the training itself; then what the training's time went to.
 * @param time undefined before anything was measured
 */
export function loaderRows(
  lanes: RecentTime | undefined,
  time: RunTiming | undefined,
  workers: number
): readonly LoaderRow[] {
  const lane = (kind: Lane['kind'], worker: number): Lane | undefined =>
    lanes &&
    (lanes.lanes.find((one) => one.kind === kind && one.worker === worker) ?? { kind, worker, spans: [] })
  const loaders = (lanes === undefined ? [] : workerNumbers(workers)).map((number): LoaderRow => {
    // A worker that has not loaded anything yet is not listed.
    const share = lanes?.busy[number] ?? 0
    return {
      name: number === 0 ? 'loading' : `worker ${number}`,
      figure: formatShare(share),
      share,
      lane: lane('load', number),
      tone: 'warm'
    }
  })
  const { compute, wait, other } = time ?? { compute: 0, wait: 0, other: 0 }
  // What stands elsewhere too comes first, as it is rounded by itself.
  const [waited, computed, rest] = roundTogether(
    [wait, compute, other].map((share) => share * 100),
    1
  )
  const told = (figure: string | undefined): string =>
    time === undefined || figure === undefined ? '–' : `${figure} %`
  return [
    ...loaders,
    { name: 'compute', figure: told(computed), share: compute, lane: lane('compute', 0), tone: 'accent' },
    { name: 'waiting', figure: told(waited), share: wait, lane: lane('wait', 0), tone: 'warm' },
    { name: 'other', figure: told(rest), share: other, lane: undefined, tone: 'faint' }
  ]
}

function workerNumbers(workers: number): readonly number[] {
  return workers === 0 ? [0] : Array.from({ length: Math.min(workers, workersShown) }, (_, i) => i + 1)
}
