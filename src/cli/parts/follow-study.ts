import { cpus } from 'node:os'
import { LabError } from '../../core/base/lab-error'
import { ownCommand } from '../../core/base/own-command'
import { countWord, formatPercent } from '../../core/format/format-number'
import { sayDuration, secondsAtOnce } from '../../core/study/expected-time'
import { studyDocument } from '../../core/study/study-document'
import { studyLayout } from '../../core/study/study-trials'
import { trialState } from '../../core/study/trial-state'
import type { Study, StudyRun } from '../../lab/contract/study'
import { errorExitCodes } from '../console/exit-codes'
import { InterruptedError } from '../console/interruption'
import { formatBar } from '../console/progress-line'
import type { Session } from '../console/session'
import { studyLines } from './study-lines'

/** How often the line of progress is drawn again. */
const progressMs = 500

/**
 * Starts a study, or goes on with one, tells of each run that is over, and prints what the study found. When the user
 * interrupts, it is paused: its runs are stopped, and kept.
 * @param seconds of training in all that is expected, if anything is
 */
export async function followStudy(
  session: Session,
  start: () => Promise<string>,
  seconds?: number
): Promise<void> {
  const { lab, terminal, interruption, json } = session
  const { study, unsubscribe } = await untilOver(session, start, seconds)
  unsubscribe()
  terminal.showProgress('')
  const { status, number } = study.summary
  const again = `Continue with: ${ownCommand} study resume ${number}`
  if (json) terminal.printJson(studyDocument(await lab.getStudy({ studyId: study.summary.studyId })))
  else for (const line of studyLines(study)) terminal.print(line)
  if (status.kind === 'finished') {
    if (!json) terminal.say(`Kept as study ${number} (${study.summary.studyId}).`)
    return
  }
  if (status.kind === 'paused' && status.problem !== undefined) {
    const { code, message, hint, cause } = status.problem
    throw new LabError(code, message, `${hint} ${again}`, cause)
  }
  terminal.say(`Paused. ${again}`)
  interruption.throwIfInterrupted()
  throw new InterruptedError(errorExitCodes.cancelled)
}

async function untilOver(
  { service, lab, terminal, interruption }: Session,
  start: () => Promise<string>,
  seconds: number | undefined
): Promise<{ study: Study; unsubscribe: () => void }> {
  let wake: () => void = () => undefined
  const unsubscribe = service.subscribe(({ event }) => {
    if (event === 'studies') wake()
  })
  const studyId = await start()
  const layout = studyLayout((await lab.getStudy({ studyId })).definition)
  const told = new Set((await lab.getStudy({ studyId })).runs.filter(isOver).map(keyOf))
  const pause = (): void => {
    terminal.say('Pausing: the runs save what they have. Press Ctrl-C again to end at once.')
    // A study that has just finished needs no pausing.
    lab.pauseStudy({ studyId }).catch(() => undefined)
  }
  if (interruption.signal.aborted) pause()
  interruption.signal.addEventListener('abort', pause)
  let saidAtOnce = false
  const timer = setInterval(() => wake(), progressMs)
  try {
    for (;;) {
      const next = new Promise<void>((resolve) => (wake = resolve))
      const study = await lab.getStudy({ studyId })
      const { status } = study.summary
      if (status.kind === 'training' && !saidAtOnce) {
        saidAtOnce = true
        terminal.say(atOnceOf(study, status.atOnce, seconds))
      }
      for (const run of study.runs.filter((one) => isOver(one) && !told.has(keyOf(one)))) {
        told.add(keyOf(run))
        const trial = layout.trials[run.trial]
        const title =
          trial === undefined ? '' : `${layout.settings[trial.setting]?.title ?? ''}, seed ${trial.seed}`
        terminal.say(`#${run.number}  ${title}: ${outcomeOf(run)}`)
      }
      terminal.showProgress(progressOf(study))
      if (status.kind === 'finished' || status.kind === 'paused') return { study, unsubscribe }
      await next
    }
  } finally {
    clearInterval(timer)
    interruption.signal.removeEventListener('abort', pause)
  }
}

/** `Two runs train at a time: about 12 s.` */
function atOnceOf({ summary }: Study, atOnce: number, seconds: number | undefined): string {
  const { total, finished, failed, skipped } = summary
  const used = Math.min(atOnce, Math.max(1, total - finished - failed - skipped))
  const word = countWord(used)
  const many = `${word.charAt(0).toUpperCase()}${word.slice(1)} ${used === 1 ? 'run trains' : 'runs train'} at a time`
  return seconds === undefined
    ? `${many}.`
    : `${many}: ${sayDuration(secondsAtOnce(total, seconds, Math.min(used, cpus().length)))}.`
}

const keyOf = ({ trial, round }: StudyRun): string => `${trial}/${round}`

function isOver({ status }: StudyRun): boolean {
  const state = trialState(status)
  return state === 'finished' || state === 'failed'
}

function outcomeOf({ status, accuracy, validation }: StudyRun): string {
  if (status.kind === 'failed') return status.error.message
  const shares = [
    ...(validation === undefined ? [] : [`validation ${formatPercent(validation)}`]),
    ...(accuracy === undefined ? [] : [`accuracy ${formatPercent(accuracy)}`])
  ]
  return shares.length === 0 ? 'finished' : shares.join(', ')
}

function progressOf({ summary, runs }: Study): string {
  const { status, finished, failed, skipped, total } = summary
  if (status.kind === 'preparing') return 'Measuring how many runs can train at a time'
  const over = finished + failed + skipped
  const running = runs.filter((run) => trialState(run.status) === 'running')
  const parts = running.reduce(
    (sum, { step, totalSteps }) => sum + (totalSteps === 0 ? 0 : step / totalSteps),
    0
  )
  const share = total === 0 ? 0 : Math.min(1, (over + parts) / total)
  return `${formatBar(share, 24)}  ${over} of ${total} runs, ${running.length} in training`
}
