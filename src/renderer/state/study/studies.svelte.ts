import { LabError } from '../../../core/base/lab-error'
import type { StudyPlan } from '../../../core/study/study-plan'
import { studyLayout, type StudyLayout } from '../../../core/study/study-trials'
import type { EventData, MethodOutput } from '../../../lab/contract/contract'
import type { Study, StudySummary } from '../../../lab/contract/study'
import { AtMostEvery } from '../line/at-most-every'
import type { LabLine } from '../line/connection.svelte'
import { KeptCurrent } from '../line/kept-current.svelte'
import type { Notices } from '../line/notices.svelte'

/** Runs that train tell of themselves many times a second; a table need not follow each time. */
const refreshMs = 500

export type StudyCurves = MethodOutput<'getStudyCurves'>['curves']

/** A study with what it trains worked out. */
export interface OpenStudy {
  readonly study: Study
  readonly layout: StudyLayout
}

/** All studies, the newest first, and the one that is open. */
export class Studies {
  readonly #all: KeptCurrent<readonly StudySummary[]>
  readonly #line: LabLine
  readonly #notices: Notices
  readonly #often: AtMostEvery
  #openId = $state.raw<string | undefined>(undefined)
  #open = $state.raw<OpenStudy | undefined>(undefined)
  #curves = $state.raw<{ readonly studyId: string; readonly curves: StudyCurves } | undefined>(undefined)
  /** What is asked of the lab and not answered yet: a pause takes as long as the runs save. */
  #asking = $state.raw<'starting' | 'pausing' | undefined>(undefined)
  readonly #asked: KeptCurrent<true>

  /** The study that was in training the last time that the lab answered. */
  #wasActive: string | undefined
  readonly #onEnd: (study: StudySummary) => void

  /** @param onEnd told of the study that was in training and is not any more */
  constructor(line: LabLine, notices: Notices, onEnd: (study: StudySummary) => void) {
    this.#onEnd = onEnd
    this.#line = line
    this.#notices = notices
    this.#all = new KeptCurrent(async () => {
      const answer = await notices.attempt(() => line.lab.listStudies({}))
      return answer && [...answer.studies].sort((a, b) => b.number - a.number)
    })
    this.#asked = new KeptCurrent(() => this.#load())
    this.#often = new AtMostEvery(refreshMs, () => void this.refresh())
  }

  /** undefined until the lab has answered */
  get all(): readonly StudySummary[] | undefined {
    return this.#all.value
  }

  /** The study in training here, at most one. */
  get active(): StudySummary | undefined {
    return this.all?.find(
      ({ status: { kind } }) => kind === 'preparing' || kind === 'training' || kind === 'pausing'
    )
  }

  get openId(): string | undefined {
    return this.#openId
  }

  /** undefined while it is on its way */
  get open(): OpenStudy | undefined {
    return this.#open?.study.summary.studyId === this.#openId ? this.#open : undefined
  }

  /** Of the open study; undefined until they are asked for. */
  get curves(): StudyCurves | undefined {
    return this.#curves?.studyId === this.#openId ? this.#curves?.curves : undefined
  }

  get asking(): 'starting' | 'pausing' | undefined {
    return this.#asking
  }

  async refresh(): Promise<void> {
    await Promise.all([this.#all.refresh(), ...(this.#openId === undefined ? [] : [this.#asked.refresh()])])
    this.#tellEnd()
  }

  #tellEnd(): void {
    const before = this.#wasActive
    this.#wasActive = this.active?.studyId
    const ended = this.all?.find(({ studyId }) => studyId === before)
    if (ended !== undefined && ended.studyId !== this.#wasActive) this.#onEnd(ended)
  }

  /** A study or a run changed. */
  changed(): void {
    this.#often.ask()
  }

  /** Runs of the open study tell how far they are. */
  receive({ runId }: EventData<'run'>): void {
    if (this.#open?.study.runs.some((run) => run.runId === runId) === true) this.#often.ask()
  }

  async show(studyId: string | undefined): Promise<void> {
    this.#openId = studyId
    if (studyId !== undefined) await this.#asked.refresh()
  }

  async loadCurves(): Promise<void> {
    const studyId = this.#openId
    if (studyId === undefined) return
    const answer = await this.#notices.attempt(() => this.#line.lab.getStudyCurves({ studyId }))
    if (answer !== undefined) this.#curves = { studyId, curves: answer.curves }
  }

  /** @returns its id; undefined where it could not be started, which was told */
  start(plan: StudyPlan, dataset: string): Promise<string | undefined> {
    return this.#ask('starting', async () => (await this.#line.lab.startStudy({ plan, dataset })).studyId)
  }

  async pause(studyId: string): Promise<void> {
    await this.#ask('pausing', () => this.#line.lab.pauseStudy({ studyId }))
  }

  async resume(studyId: string): Promise<void> {
    await this.#ask('starting', () => this.#line.lab.resumeStudy({ studyId }))
  }

  async stopTrial(studyId: string, trial: number): Promise<void> {
    await this.#ask(undefined, () => this.#line.lab.stopTrial({ studyId, trial }))
  }

  /** Takes a study that seems to be in training elsewhere. */
  async takeOver(studyId: string): Promise<void> {
    await this.#ask(undefined, () => this.#line.lab.takeOverStudy({ studyId }))
  }

  async rename(studyId: string, name: string): Promise<void> {
    await this.#ask(undefined, () => this.#line.lab.renameStudy({ studyId, name }))
  }

  /** @returns whether it is deleted; its runs stay */
  async delete({ studyId, name }: StudySummary): Promise<boolean> {
    const done = await this.#ask(undefined, () => this.#line.lab.deleteStudy({ studyId }))
    if (done === undefined) return false
    this.#notices.say(`The study “${name}” was deleted. Its runs are still in the list of runs.`)
    return true
  }

  async #ask<T>(what: 'starting' | 'pausing' | undefined, call: () => Promise<T>): Promise<T | undefined> {
    if (what !== undefined) this.#asking = what
    const answer = await this.#notices.attempt(call)
    if (what !== undefined) this.#asking = undefined
    await this.refresh()
    return answer
  }

  async #load(): Promise<true> {
    const studyId = this.#openId
    if (studyId === undefined) return true
    let study: Study
    try {
      study = await this.#line.lab.getStudy({ studyId })
    } catch (thrown) {
      const error = LabError.from(thrown)
      // What is on screen stays there while the lab cannot be reached.
      const isGone = error.code === 'not-found' || this.open === undefined
      if (isGone && studyId === this.#openId) this.#openId = undefined
      this.#notices.report(error)
      return true
    }
    if (studyId !== this.#openId) return true
    // What a study trains never changes, and working out a thousand trials takes a moment.
    const known = this.#open
    const isKnown =
      known?.study.summary.studyId === studyId && known.study.summary.createdAt === study.summary.createdAt
    this.#open = { study, layout: isKnown ? known.layout : studyLayout(study.definition) }
    return true
  }
}
