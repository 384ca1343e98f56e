import { describeSelection } from '../../core/run/describe-selection'
import { accuracy } from '../../core/run/evaluation'
import { mixedArithmetics } from '../../core/run/describe-arithmetics'
import type { Outcome, RunEvent } from '../../core/run/run-event'
import { foldRun, newRun, type RunState } from '../../core/run/run-state'
import { formatLogLine } from '../../core/training/running-loss'
import type { EventData } from '../../lab/contract/contract'
import { trainingLine } from '../console/progress-line'
import { formatPercent } from '../../core/format/format-number'
import type { EngineChoice } from '../../core/engine/engine-speed'
import type { Session } from '../console/session'
import type { Terminal } from '../console/terminal'

export interface FollowRequest {
  /** Begins or resumes the run and gives its id. */
  readonly start: () => Promise<string>
  /** How many of the run's events came before this training; their lines were printed when they happened. */
  readonly before: (events: readonly RunEvent[]) => number
}

/**
 * Starts a run and prints its log, line by line, until it ends. When the user interrupts, the run is stopped and its
 * end awaited, so that what was trained is kept.
 * @returns the run at its end
 */
export async function followRun(session: Session, request: FollowRequest): Promise<RunState> {
  const { lab, service, interruption, terminal } = session
  const early: EventData<'run'>[] = []
  let take = (data: EventData<'run'>): void => {
    early.push(data)
  }
  const unsubscribe = service.subscribe((notice) => {
    if (notice.event === 'run') take(notice.data)
  })
  try {
    const runId = await request.start()
    const { events } = await lab.getRun({ runId })
    const known = request.before(events)
    let state = newRun
    let next = 0
    const ended = new Promise<RunState>((resolve) => {
      take = (data) => {
        if (data.runId !== runId) return
        const fresh = data.events.slice(Math.max(0, next - data.first))
        fresh.forEach((event, index) => {
          if (next + index >= known) printEvent(session, event)
        })
        const first = next
        const arithmetics = state.arithmetics
        state = foldRun(state, fresh)
        next += fresh.length
        const mixed = mixedArithmetics(state.arithmetics)
        if (mixed !== undefined && next > known && state.arithmetics.at(-1) !== arithmetics.at(-1)) {
          terminal.say(mixed)
        }
        terminal.showProgress(trainingLine(state))
        if (fresh.slice(Math.max(0, known - first)).some(isEnd)) resolve(state)
      }
    })
    take({ runId, first: 0, events })
    for (const data of early) take(data)
    const stop = (): void => {
      terminal.say('Stopping and saving a checkpoint. Press Ctrl-C again to end at once.')
      lab.stopRun({ runId }).catch(() => undefined) // a run that has just ended by itself needs no stopping
    }
    if (interruption.signal.aborted) stop()
    interruption.signal.addEventListener('abort', stop)
    return await ended.finally(() => interruption.signal.removeEventListener('abort', stop))
  } finally {
    terminal.showProgress('')
    unsubscribe()
  }
}

/** The run's outcome, once it has one. */
export function outcomeOf(state: RunState): Outcome | undefined {
  const { status } = state
  switch (status.kind) {
    case 'finished':
    case 'stopped':
    case 'failed':
    case 'interrupted':
      return status
    default:
      return undefined
  }
}

function isEnd(event: RunEvent): boolean {
  return event.type === 'ended'
}

function printEvent({ terminal, json }: Session, event: RunEvent): void {
  switch (event.type) {
    case 'log':
      if (json) terminal.say(formatLogLine(event))
      else terminal.print(formatLogLine(event))
      break
    case 'started':
      terminal.say(`Training on ${event.device.label} (${event.device.description}).`)
      sayChoice(terminal, event.choice)
      break
    case 'forked':
      terminal.say(`Fork of run #${event.from.number} from step ${event.step}.`)
      break
    case 'resumed':
      terminal.say(`Continuing from step ${event.step} on ${event.device.label}.`)
      sayChoice(terminal, event.choice)
      break
    case 'validated':
      terminal.say(
        `Validation after epoch ${event.epoch}: loss ${event.loss.toFixed(3)}, accuracy ${formatPercent(event.accuracy)}${averageText(event)}`
      )
      break
    case 'watched':
      terminal.say(
        `${event.split === 'test' ? 'Test images' : 'Validation'} after step ${event.step}: loss ${event.loss.toFixed(3)}, accuracy ${formatPercent(accuracy(event))}`
      )
      break
    case 'selected':
      terminal.say(describeSelection(event))
      break
    default:
      break // the progress line tells the rest
  }
}

function averageText({ averageAccuracy }: Extract<RunEvent, { type: 'validated' }>): string {
  return averageAccuracy === undefined ? '' : `; average of the weights ${formatPercent(averageAccuracy)}`
}

function sayChoice(terminal: Terminal, choice: EngineChoice | undefined): void {
  if (choice !== undefined) terminal.say(`Engine ${choice.engine}: ${choice.reason}.`)
}
