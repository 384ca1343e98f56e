import type { EventData } from '../contract/contract'
import type { LabNotice } from '../host'

/** A screen shows 60 pictures a second; telling a client more often would only cost time. */
const flushMs = 16

export interface CoalescedNotices {
  readonly push: (notice: LabNotice) => void
  /** Drops what was not sent yet. */
  readonly close: () => void
}

/** Joins the events of a run that arrive close together into one notice. All other notices pass at once. */
export function coalesceRunNotices(send: (notice: LabNotice) => void): CoalescedNotices {
  const waiting = new Map<string, EventData<'run'>>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = (): void => {
    timer = undefined
    for (const data of waiting.values()) send({ event: 'run', data })
    waiting.clear()
  }
  return {
    push(notice) {
      if (notice.event !== 'run') {
        send(notice)
        return
      }
      const { runId, events } = notice.data
      const earlier = waiting.get(runId)
      waiting.set(
        runId,
        earlier === undefined
          ? notice.data
          : { runId, first: earlier.first, events: [...earlier.events, ...events] }
      )
      // Numbers of a run's events follow on from one another, so joined notices stay gapless.
      timer ??= setTimeout(flush, flushMs)
    },
    close() {
      clearTimeout(timer)
      waiting.clear()
    }
  }
}
