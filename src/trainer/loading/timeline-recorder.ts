import { required } from '../../core/base/required'
import type { Timeline } from '../../lab/contract/timeline'
import { monotonicMs } from './monotonic-ms'

type Lane = Pick<Timeline['lanes'][number], 'kind' | 'worker'>

/** A notice at most this often. */
const intervalMs = 250
/** Spans that are kept for a lane between two notices; of more, the latest. */
const spansPerLane = 256

/** Remembers the latest spans of one lane in a ring, without allocating. */
class LaneRing {
  readonly lane: Lane
  readonly #times = new Float64Array(2 * spansPerLane)
  #count = 0
  #busyMs = 0

  constructor(lane: Lane) {
    this.lane = lane
  }

  add(begin: number, end: number): void {
    const at = 2 * (this.#count % spansPerLane)
    this.#times[at] = begin
    this.#times[at + 1] = end
    this.#count += 1
    this.#busyMs += end - begin
  }

  /** Empties it. */
  take(): Timeline['lanes'][number] {
    const kept = Math.min(this.#count, spansPerLane)
    const first = this.#count - kept
    const busyMs = this.#busyMs
    this.#count = 0
    this.#busyMs = 0
    const spans = Array.from({ length: kept }, (_, i): [number, number] => {
      const at = 2 * ((first + i) % spansPerLane)
      return [required(this.#times[at], 'the begin of a span'), required(this.#times[at + 1], 'its end')]
    })
    return { ...this.lane, busyMs, spans }
  }
}

/** Collects what loader and engine did and sends it a few times a second; does nothing while nobody watches. */
export class TimelineRecorder {
  readonly #send: (timeline: Timeline) => void
  readonly #load: readonly LaneRing[]
  readonly #wait = new LaneRing({ kind: 'wait', worker: 0 })
  readonly #compute = new LaneRing({ kind: 'compute', worker: 0 })
  #timer: NodeJS.Timeout | undefined
  #begin = 0

  /** @param workers loader workers; with 0, the training thread loads */
  constructor(workers: number, send: (timeline: Timeline) => void) {
    this.#send = send
    const numbers = workers === 0 ? [0] : Array.from({ length: workers }, (_, i) => i + 1)
    this.#load = numbers.map((worker) => new LaneRing({ kind: 'load', worker }))
  }

  /** Begins to collect, or ends it and forgets what was not sent. */
  readonly watch = (on: boolean): void => {
    if (on === (this.#timer !== undefined)) return
    clearInterval(this.#timer)
    this.#timer = undefined
    for (const ring of this.#rings()) ring.take()
    if (!on) return
    this.#begin = monotonicMs()
    this.#timer = setInterval(() => this.#flush(), intervalMs)
  }

  readonly trained = (activity: 'wait' | 'compute', begin: number, end: number): void => {
    if (this.#timer !== undefined) (activity === 'wait' ? this.#wait : this.#compute).add(begin, end)
  }

  /** @param loader index of the worker, from 0 */
  readonly loaded = (loader: number, begin: number, end: number): void => {
    if (this.#timer !== undefined) this.#load[loader]?.add(begin, end)
  }

  #flush(): void {
    const end = monotonicMs()
    this.#send({ begin: this.#begin, end, lanes: this.#rings().map((ring) => ring.take()) })
    this.#begin = end
  }

  #rings(): readonly LaneRing[] {
    return [...this.#load, this.#wait, this.#compute]
  }
}
