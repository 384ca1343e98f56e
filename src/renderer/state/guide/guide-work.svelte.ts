import type { ScriptPart } from '../../../core/code/script'
import { accuracy } from '../../../core/run/evaluation'
import { foldRun, newRun } from '../../../core/run/run-state'
import type { LabLine } from '../line/connection.svelte'
import type { Notices } from '../line/notices.svelte'
import type { Runs } from '../run/runs.svelte'
import type { SettingsState } from '../settings/settings.svelte'
import {
  type CheckedExercise,
  type Exercise,
  type FinishedRun,
  judge,
  type LabFacts,
  type LessonFacts,
  type Verdict
} from './exercise'
import { exercises } from './exercises'

/** Finished runs that are looked through for a comparison. */
const runsCompared = 200

/** How many exercises there are, and how many of them are done. */
export interface Progress {
  readonly done: number
  readonly all: number
}

/** A verdict, and the runs that it went by. */
interface Check {
  readonly verdict: Verdict
  readonly runs: readonly FinishedRun[]
}

/**
 * The learner's work on the lesson's exercises: answers and verdicts of today, and what is done. Answers that were right
 * are kept; steps that tick by themselves are read off the lab.
 */
export class GuideWork {
  #answers = $state.raw<Readonly<Record<string, string>>>({})
  #checks = $state.raw<Readonly<Record<string, Check>>>({})
  #checking = $state.raw<string | undefined>(undefined)
  /** A finished run does not change. undefined: one that cannot be compared. Nothing on screen depends on it. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #finished = new Map<string, FinishedRun | undefined>()
  readonly #lab: LabLine
  readonly #notices: Notices
  readonly #settings: SettingsState
  readonly #runs: Runs
  readonly #look: () => Omit<LabFacts, 'runs'>
  readonly #facts: () => LessonFacts

  /**
   * @param look what the laboratory holds at that moment
   * @param facts what has happened in it so far
   */
  constructor(
    lab: LabLine,
    notices: Notices,
    settings: SettingsState,
    runs: Runs,
    look: () => Omit<LabFacts, 'runs'>,
    facts: () => LessonFacts
  ) {
    this.#lab = lab
    this.#notices = notices
    this.#settings = settings
    this.#runs = runs
    this.#look = look
    this.#facts = facts
  }

  get progress(): Progress {
    return this.#count(exercises)
  }

  /** Whether nothing of the lesson is left to do. */
  get complete(): boolean {
    const { done, all } = this.progress
    return done === all
  }

  progressIn(room: ScriptPart): Progress {
    return this.#count(exercises.filter((exercise) => exercise.room === room))
  }

  isDone(exercise: Exercise): boolean {
    return exercise.answer === 'fact'
      ? exercise.holds(this.#facts())
      : this.#settings.value.guideDone.includes(exercise.id)
  }

  answerTo({ id }: CheckedExercise): string {
    return this.#answers[id] ?? ''
  }

  /** undefined before the first check, after another answer, and once what was missing for a check is there */
  verdictOn(exercise: CheckedExercise): Verdict | undefined {
    const check = this.#checks[exercise.id]
    if (check === undefined || check.verdict.kind === 'right') return check?.verdict
    // What was asked for has been typed, or the experiment is another one now.
    if (check.verdict.kind === 'wrong' && exercise.answer !== 'none') return check.verdict
    const verdict = judge(exercise, { ...this.#look(), runs: check.runs }, this.answerTo(exercise))
    return verdict.kind === check.verdict.kind ? verdict : undefined
  }

  isChecking({ id }: CheckedExercise): boolean {
    return this.#checking === id
  }

  answer({ id }: CheckedExercise, text: string): void {
    this.#answers = { ...this.#answers, [id]: text }
    this.#setCheck(id, undefined)
  }

  /** Holds the answer against what is in the laboratory now. An exercise that was done once stays done. */
  async check(exercise: CheckedExercise): Promise<void> {
    if (this.#checking !== undefined) return
    this.#checking = exercise.id
    const runs = exercise.needsRuns === true ? await this.#finishedRuns() : []
    const verdict = judge(exercise, { ...this.#look(), runs }, this.answerTo(exercise))
    this.#checking = undefined
    this.#setCheck(exercise.id, { verdict, runs })
    if (verdict.kind === 'right' && !this.isDone(exercise)) {
      this.#settings.update({ guideDone: [...this.#settings.value.guideDone, exercise.id] })
    }
  }

  /** Takes back what was answered. Steps that tick by themselves stay as true as they are. */
  startOver(): void {
    this.#answers = {}
    this.#checks = {}
    this.#settings.update({ guideDone: [] })
  }

  #count(list: readonly Exercise[]): Progress {
    return { done: list.filter((exercise) => this.isDone(exercise)).length, all: list.length }
  }

  #setCheck(id: string, check: Check | undefined): void {
    const { [id]: _, ...others } = this.#checks
    this.#checks = check === undefined ? others : { ...others, [id]: check }
  }

  /** The newest runs that trained to their end as they had begun: at one learning rate. */
  async #finishedRuns(): Promise<readonly FinishedRun[]> {
    const summaries = (this.#runs.all ?? [])
      .filter(({ status }) => status.kind === 'finished')
      .slice(0, runsCompared)
    for (const { runId, number } of summaries) {
      if (this.#finished.has(runId)) continue
      const answer = await this.#notices.attempt(() => this.#lab.lab.getRun({ runId }))
      if (answer === undefined) continue
      const { config, learningRates, log, evaluation } = foldRun(newRun, answer.events)
      const steady = learningRates.length === 1
      this.#finished.set(
        runId,
        config === undefined || !steady
          ? undefined
          : {
              number,
              config,
              losses: log.map(({ loss }) => loss),
              accuracy: evaluation && accuracy(evaluation.result)
            }
      )
    }
    return summaries.flatMap(({ runId }) => this.#finished.get(runId) ?? [])
  }
}
