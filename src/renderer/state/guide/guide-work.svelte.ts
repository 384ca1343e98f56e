import { foldRun, newRun } from '../../../core/run/run-state'
import type { LabLine } from '../line/connection.svelte'
import type { Notices } from '../line/notices.svelte'
import type { Runs } from '../run/runs.svelte'
import type { SettingsState } from '../settings/settings.svelte'
import { type FinishedRun, judge, type LabFacts, type Task, type Verdict } from './task'
import { tasks } from './tasks'

/** Finished runs that are looked through for a comparison. */
const runsCompared = 16

/** The learner's work on the guide's tasks: answers and verdicts of today, and what is done, which is kept. */
export class GuideWork {
  #answers = $state.raw<Readonly<Record<string, string>>>({})
  #verdicts = $state.raw<Readonly<Record<string, Verdict>>>({})
  #checking = $state.raw<string | undefined>(undefined)
  /** A finished run does not change. undefined: one that cannot be compared. Nothing on screen depends on it. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #finished = new Map<string, FinishedRun | undefined>()
  readonly #lab: LabLine
  readonly #notices: Notices
  readonly #settings: SettingsState
  readonly #runs: Runs
  readonly #look: () => Omit<LabFacts, 'runs'>

  /** @param look what the laboratory holds at that moment */
  constructor(
    lab: LabLine,
    notices: Notices,
    settings: SettingsState,
    runs: Runs,
    look: () => Omit<LabFacts, 'runs'>
  ) {
    this.#lab = lab
    this.#notices = notices
    this.#settings = settings
    this.#runs = runs
    this.#look = look
  }

  get doneCount(): number {
    return tasks.filter((task) => this.isDone(task)).length
  }

  isDone({ id }: Task): boolean {
    return this.#settings.value.guideDone.includes(id)
  }

  answerTo({ id }: Task): string {
    return this.#answers[id] ?? ''
  }

  /** undefined before the first check, and after another answer */
  verdictOn({ id }: Task): Verdict | undefined {
    return this.#verdicts[id]
  }

  isChecking({ id }: Task): boolean {
    return this.#checking === id
  }

  answer({ id }: Task, text: string): void {
    this.#answers = { ...this.#answers, [id]: text }
    this.#setVerdict(id, undefined)
  }

  /** Holds the answer against what is in the laboratory now. A task that was done once stays done. */
  async check(task: Task): Promise<void> {
    if (this.#checking !== undefined) return
    this.#checking = task.id
    const runs = task.needsRuns === true ? await this.#finishedRuns() : []
    const verdict = judge(task, { ...this.#look(), runs }, this.answerTo(task))
    this.#checking = undefined
    this.#setVerdict(task.id, verdict)
    if (verdict.kind === 'right' && !this.isDone(task)) {
      this.#settings.update({ guideDone: [...this.#settings.value.guideDone, task.id] })
    }
  }

  startOver(): void {
    this.#answers = {}
    this.#verdicts = {}
    this.#settings.update({ guideDone: [] })
  }

  #setVerdict(id: string, verdict: Verdict | undefined): void {
    const { [id]: _, ...others } = this.#verdicts
    this.#verdicts = verdict === undefined ? others : { ...others, [id]: verdict }
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
      const { config, learningRate, log } = foldRun(newRun, answer.events)
      const steady = learningRate === config?.optimizer.learningRate
      this.#finished.set(
        runId,
        config !== undefined && steady ? { number, config, losses: log.map(({ loss }) => loss) } : undefined
      )
    }
    return summaries.flatMap(({ runId }) => this.#finished.get(runId) ?? [])
  }
}
