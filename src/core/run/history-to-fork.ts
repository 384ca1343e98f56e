import type { RunEvent } from './run-event'

/**
 * What a fork takes over from the log of its parent: how the training came to a step, and nothing that belongs to the
 * parent alone, such as its other checkpoints, its tests and its end.
 */
export function historyToFork(events: readonly RunEvent[], step: number): readonly RunEvent[] {
  return events.filter((event) => {
    switch (event.type) {
      case 'started':
        return true
      case 'imported':
      case 'resumed':
      case 'forked':
      case 'progress':
      case 'log':
      case 'validated':
      case 'watched':
      case 'learningRateChanged':
        return event.step <= step
      default:
        return false
    }
  })
}
