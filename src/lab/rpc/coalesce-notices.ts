import type { LabNotice } from '../contract/host'

/** A screen shows 60 pictures a second; telling a client more often would only cost time. */
const flushMs = 16
/** Events of a run that are kept for a client that does not read; it asks for what it misses. */
const mostEvents = 2_000

export interface CoalescedNotices {
  readonly push: (notice: LabNotice) => void
  /** Drops what was not sent yet. */
  readonly close: () => void
}

/**
 * Joins the events of a run that arrive close together into one notice. All other notices pass at once; while the client
 * does not read, only the latest of each kind is kept.
 * @param isCongested whether notices would only pile up
 */
export function coalesceNotices(
  send: (notice: LabNotice) => void,
  isCongested: () => boolean
): CoalescedNotices {
  const waiting = new Map<string, LabNotice>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = (): void => {
    timer = undefined
    if (isCongested()) {
      timer = setTimeout(flush, flushMs)
      return
    }
    for (const notice of waiting.values()) send(notice)
    waiting.clear()
  }
  return {
    push(notice) {
      const key = 'runId' in notice.data ? `${notice.event} ${notice.data.runId}` : notice.event
      const earlier = waiting.get(key)
      if (notice.event !== 'run' && earlier === undefined && !isCongested()) {
        send(notice)
        return
      }
      waiting.set(key, joined(earlier, notice))
      timer ??= setTimeout(flush, flushMs)
    },
    close() {
      clearTimeout(timer)
      waiting.clear()
    }
  }
}

/** Numbers of a run's events follow on from one another, so joined notices stay gapless. */
function joined(earlier: LabNotice | undefined, later: LabNotice): LabNotice {
  if (earlier?.event !== 'run' || later.event !== 'run') return later
  const { first, events } = earlier.data
  if (events.length > mostEvents) return later
  return { event: 'run', data: { ...later.data, first, events: [...events, ...later.data.events] } }
}
