import { LabError } from '../../core/base/lab-error'
import type { TrialRun, TrialWork } from '../../core/study/study-progress'
import { isDone, studyProgress } from '../../core/study/study-progress'
import type { StudyLayout } from '../../core/study/study-trials'
import type { RunStore } from '../runs/run-store'
import type { DatasetPlace } from '../training/trainer-protocol'
import { type ActiveTraining, type PreparedTraining, TrainingSlot } from '../training/training-slot'

/** A study that is to be trained, or trained on. */
export interface StudyTask {
  readonly studyId: string
  readonly layout: StudyLayout
  readonly dataset: DatasetPlace
  /** Its runs so far. */
  readonly runs: readonly TrialRun[]
  readonly skipped: readonly number[]
  /** How many runs may train at a time. @param signal aborted when the study is paused */
  readonly countSlots: (signal: AbortSignal) => Promise<number>
  /** Makes the run of a trial, or takes the one that it has. */
  readonly prepare: (work: TrialWork) => Promise<PreparedTraining>
  /** Reads what became of a run. */
  readonly outcome: (
    runId: string
  ) => Promise<{ readonly run: TrialRun; readonly problem: LabError | undefined }>
  /** When nothing of it trains here any more. Never rejects. */
  readonly release: () => Promise<void>
}

export type StudyPhase =
  | { readonly kind: 'preparing' }
  | { readonly kind: 'training'; readonly atOnce: number }
  | { readonly kind: 'pausing' }

/** What trains at the moment. */
interface Training {
  readonly work: TrialWork
  readonly active: ActiveTraining
}

class ActiveStudy {
  readonly task: StudyTask
  readonly abort = new AbortController()
  readonly runs: Map<string, TrialRun>
  readonly skipped: Set<number>
  /** Trials that are being prepared or trained here. */
  readonly taken = new Set<string>()
  readonly training = new Map<string, Training>()
  phase: StudyPhase = { kind: 'preparing' }
  problem: LabError | undefined
  /** Runs whose end is being written. */
  readonly closing = new Set<Promise<void>>()
  /** Wakes those who wait for work that may open when another run is over. */
  wake: (() => void)[] = []

  constructor(task: StudyTask) {
    this.task = task
    this.runs = new Map(task.runs.map((run) => [keyOf(run.trial, run.round), run]))
    this.skipped = new Set(task.skipped)
  }

  get progress(): ReturnType<typeof studyProgress> {
    return studyProgress(this.task.layout, [...this.runs.values()], [...this.skipped])
  }

  /** A trial is neither prepared nor trained here any more: others may have waited for that. */
  leave(key: string): void {
    this.taken.delete(key)
    for (const wake of this.wake.splice(0)) wake()
  }

  /** What is to be trained next; undefined where nothing is open, at the moment or at all. */
  next(): TrialWork | undefined {
    return this.progress.open.find((work) => !this.taken.has(keyOf(work.trial.trial, work.round)))
  }
}

const keyOf = (trial: number, round: number): string => `${trial}/${round}`

export interface StudySupervisorOptions {
  readonly trainerFile: string
  readonly store: RunStore
  /** Told when a study begins, ends, or gets on. */
  readonly onChange: () => void
}

/** Trains the runs of one study at a time, as many at once as do not slow one another down. */
export class StudySupervisor {
  readonly #options: StudySupervisorOptions
  #starting = false
  #active: ActiveStudy | undefined
  #over: Promise<void> = Promise.resolve()
  readonly #problems = new Map<string, LabError>()

  constructor(options: StudySupervisorOptions) {
    this.#options = options
  }

  /** The study in training, and how it stands. */
  get active(): { readonly studyId: string; readonly phase: StudyPhase } | undefined {
    return this.#active && { studyId: this.#active.task.studyId, phase: this.#active.phase }
  }

  /** Runs in training. */
  get activeRuns(): readonly string[] {
    return this.#active === undefined ? [] : [...this.#active.training.keys()]
  }

  /** What made a study stop that nobody paused. */
  problem(studyId: string): LabError | undefined {
    return this.#problems.get(studyId)
  }

  /** @throws LabError 'busy' while a study trains */
  refuseTraining(): void {
    if (this.#active === undefined && !this.#starting) return
    throw new LabError(
      'busy',
      'A study is in training, and it uses all cores.',
      'Pause the study under Runs > Studies, or wait until it has finished.'
    )
  }

  /** @throws LabError 'invalid-input' for a run of the study in training: its runs train alike */
  refuseControl(runId: string): void {
    if (this.#active?.training.has(runId) !== true) return
    throw new LabError(
      'invalid-input',
      `${runId} belongs to the study in training, whose runs all train in the same way.`,
      'Pause the study, or stop this run there.'
    )
  }

  /**
   * Begins with a study and returns; it trains on until it is finished or paused.
   * @throws LabError 'busy'; what `prepare` throws
   */
  async start(prepare: () => Promise<StudyTask>): Promise<void> {
    this.refuseTraining()
    this.#starting = true
    try {
      const task = await prepare()
      this.#problems.delete(task.studyId)
      const study = new ActiveStudy(task)
      this.#active = study
      this.#over = this.#train(study)
    } finally {
      this.#starting = false
    }
    this.#options.onChange()
  }

  /** Resolves when all of its runs are stopped and on disk. They go on from there when the study is resumed. */
  async pause(studyId: string): Promise<void> {
    const study = this.#active
    if (study?.task.studyId !== studyId) {
      throw new LabError('invalid-input', 'This study is not in training here.', 'Resume it first.')
    }
    this.#halt(study)
    await this.#over
  }

  /** Stops one trial for good; the others go on. */
  async skip(studyId: string, trial: number): Promise<void> {
    const study = this.#active
    if (study?.task.studyId !== studyId) return
    study.skipped.add(trial)
    const running = [...study.training.values()].find(({ work }) => work.trial.trial === trial)
    await running?.active.stop()
    for (const wake of study.wake.splice(0)) wake()
  }

  async close(): Promise<void> {
    if (this.#active !== undefined) this.#halt(this.#active)
    await this.#over
  }

  #halt(study: ActiveStudy): void {
    if (study.abort.signal.aborted) return
    study.abort.abort()
    study.phase = { kind: 'pausing' }
    this.#options.onChange()
    for (const { active } of study.training.values()) void active.stop()
    for (const wake of study.wake.splice(0)) wake()
  }

  async #train(study: ActiveStudy): Promise<void> {
    const { task, abort } = study
    try {
      const atOnce = await task.countSlots(abort.signal)
      if (!abort.signal.aborted) {
        study.phase = { kind: 'training', atOnce }
        this.#options.onChange()
        await Promise.all(Array.from({ length: atOnce }, () => this.#fillSlot(study)))
      }
    } catch (thrown) {
      if (!abort.signal.aborted) study.problem ??= LabError.from(thrown)
    }
    await task.release()
    if (study.problem !== undefined) this.#problems.set(task.studyId, study.problem)
    this.#active = undefined
    this.#options.onChange()
  }

  /** One run after the other, until there are no more. */
  async #fillSlot(study: ActiveStudy): Promise<void> {
    const { trainerFile, store } = this.#options
    const slot = new TrainingSlot({ trainerFile, store, stays: true })
    try {
      while (!study.abort.signal.aborted) {
        const work = study.next()
        if (work !== undefined) await this.#trainOne(study, slot, work)
        else if (study.taken.size === 0 || isDone(study.progress)) break
        else await new Promise<void>((resolve) => study.wake.push(resolve))
      }
    } catch (thrown) {
      // The others stop too: what keeps one run from training keeps the next one as well.
      study.problem ??= LabError.from(thrown)
      this.#halt(study)
    }
    await Promise.all(study.closing)
    await slot.close()
  }

  /** Resolves when the slot can train the next run, while the end of this one is still being written. */
  async #trainOne(study: ActiveStudy, slot: TrainingSlot, work: TrialWork): Promise<void> {
    const { task } = study
    const key = keyOf(work.trial.trial, work.round)
    study.taken.add(key)
    try {
      const active = await slot.launch(task.dataset, () => task.prepare(work))
      study.training.set(active.runId, { work, active })
      if (study.abort.signal.aborted || study.skipped.has(work.trial.trial)) void active.stop()
      this.#options.onChange()
      const closing = this.#end(study, work, active).finally(() => study.closing.delete(closing))
      study.closing.add(closing)
      await active.free
    } catch (thrown) {
      study.leave(key)
      throw thrown
    }
  }

  /** Never rejects. */
  async #end(study: ActiveStudy, work: TrialWork, active: ActiveTraining): Promise<void> {
    const { task } = study
    const key = keyOf(work.trial.trial, work.round)
    try {
      // Why a run could not go on is told here; its end is told by `over`.
      await active.record.begun.catch((thrown: unknown) => {
        if (!study.abort.signal.aborted) study.problem ??= LabError.from(thrown)
      })
      await active.over
      const { run, problem } = await task.outcome(active.runId)
      study.runs.set(key, run)
      const wanted = study.abort.signal.aborted || study.skipped.has(work.trial.trial)
      if (problem !== undefined && !wanted) study.problem ??= problem
    } catch (thrown) {
      study.problem ??= LabError.from(thrown)
    }
    study.training.delete(active.runId)
    if (study.problem !== undefined) this.#halt(study)
    study.leave(key)
    this.#options.onChange()
  }
}
