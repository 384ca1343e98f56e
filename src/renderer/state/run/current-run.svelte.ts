import { LabError } from '../../../core/base/lab-error'
import type { RunEvent } from '../../../core/run/run-event'
import { foldRun, newRun, type RunState } from '../../../core/run/run-state'
import { runTiming } from '../../../core/run/run-timing'
import { secondsLeft } from '../../../core/training/time-left'
import type { EventData } from '../../../lab/contract/contract'
import type { RunSummary } from '../../../lab/contract/run-summary'
import type { LabLine } from '../line/connection.svelte'
import type { Notices } from '../line/notices.svelte'

/**
 * The run on screen: the fold of its events, whether they come from the disk or from a training under way.
 * Events are numbered; what arrives twice is dropped, what is missing is asked for. However many arrive, the state
 * changes once a frame.
 */
export class CurrentRun {
  #runId = $state.raw<string | undefined>(undefined)
  #summary = $state.raw<RunSummary | undefined>(undefined)
  #state = $state.raw<RunState>(newRun)
  /** The run whose stop was asked for and is not answered yet. */
  #stopping = $state.raw<string | undefined>(undefined)
  /** Events folded or waiting to be: the number of the next one. */
  #next = 0
  #waiting: RunEvent[] = []
  #frameAsked = false
  #loading = false
  /** Notices that arrived while the run was being asked for. */
  #early: EventData<'run'>[] = []
  readonly #line: LabLine
  readonly #notices: Notices
  readonly #onFrame: (callback: () => void) => void

  constructor(line: LabLine, notices: Notices, onFrame: (callback: () => void) => void) {
    this.#line = line
    this.#notices = notices
    this.#onFrame = onFrame
  }

  get runId(): string | undefined {
    return this.#runId
  }

  /** As it was when the run was opened; `Runs` has the latest. */
  get summary(): RunSummary | undefined {
    return this.#summary
  }

  get state(): RunState {
    return this.#state
  }

  /** Asked for, and not here yet. */
  get opening(): boolean {
    return this.#runId !== undefined && this.#summary === undefined
  }

  /** Its training process has not spoken yet. */
  get starting(): boolean {
    return this.#summary !== undefined && this.#state.status.kind === 'new'
  }

  /** Training, paused or about to train. */
  get live(): boolean {
    const { kind } = this.#state.status
    return kind === 'training' || kind === 'paused' || this.starting
  }

  /** Asked to stop, and still saving what it trained. */
  get saving(): boolean {
    return this.live && this.#stopping !== undefined && this.#stopping === this.#runId
  }

  get progress(): number {
    const { step, totalSteps } = this.#state
    return totalSteps === 0 ? 0 : step / totalSteps
  }

  /** What its figures of time and speed are taken from: the last seconds while it is live, then the whole of it. */
  readonly timing = $derived(runTiming(this.#state))

  /** Until it will have ended; undefined before its speed is known. */
  readonly secondsLeft = $derived(secondsLeft(this.#state))

  /** @returns whether the run could be opened */
  async open(runId: string): Promise<boolean> {
    if (runId !== this.#runId) this.#forget(runId)
    return this.#load(runId)
  }

  close(): void {
    this.#forget(undefined)
  }

  receive(notice: EventData<'run'>): void {
    if (notice.runId !== this.#runId) return
    if (this.#loading) {
      this.#early.push(notice)
      return
    }
    if (notice.first > this.#next) {
      this.#early.push(notice)
      void this.#load(notice.runId)
      return
    }
    this.#take(notice)
  }

  pause(): Promise<void> {
    return this.#ask((runId) => this.#line.lab.pauseRun({ runId }))
  }

  resume(): Promise<void> {
    return this.#ask((runId) => this.#line.lab.resumeRun({ runId }))
  }

  /** One mini-batch of a run that is paused. */
  step(): Promise<void> {
    return this.#ask((runId) => this.#line.lab.stepRun({ runId }))
  }

  /** Resolves when what was trained is saved. */
  async stop(): Promise<void> {
    const stopping = this.#runId
    this.#stopping = stopping
    await this.#ask((runId) => this.#line.lab.stopRun({ runId }))
    if (this.#stopping === stopping) this.#stopping = undefined
  }

  /** Does not wait for a stopping run to save: what was trained since its last checkpoint is lost. */
  stopNow(): Promise<void> {
    return this.#ask((runId) => this.#line.lab.stopRun({ runId, now: true }))
  }

  setLearningRate(learningRate: number): Promise<void> {
    return this.#ask((runId) => this.#line.lab.setLearningRate({ runId, learningRate }))
  }

  async #ask(call: (runId: string) => Promise<unknown>): Promise<void> {
    const runId = this.#runId
    if (runId !== undefined) await this.#notices.attempt(() => call(runId))
  }

  #forget(runId: string | undefined): void {
    this.#runId = runId
    this.#summary = undefined
    this.#state = newRun
    this.#next = 0
    this.#waiting = []
    this.#early = []
    this.#loading = false
  }

  async #load(runId: string): Promise<boolean> {
    this.#loading = true
    try {
      const { summary, events } = await this.#line.lab.getRun({ runId })
      if (runId !== this.#runId) return false
      this.#summary = summary
      this.#waiting = []
      this.#state = foldRun(newRun, events)
      this.#next = events.length
    } catch (thrown) {
      if (runId !== this.#runId) return false
      this.#forget(undefined)
      const error = LabError.from(thrown)
      if (error.code !== 'not-found') this.#notices.report(error)
      return false
    }
    this.#loading = false
    for (const notice of this.#early.splice(0)) this.receive(notice)
    return true
  }

  #take(notice: EventData<'run'>): void {
    const known = this.#next - notice.first
    if (known >= notice.events.length) return
    for (const event of notice.events.slice(known)) this.#waiting.push(event)
    this.#next = notice.first + notice.events.length
    if (this.#frameAsked) return
    this.#frameAsked = true
    this.#onFrame(() => {
      this.#frameAsked = false
      this.#state = foldRun(this.#state, this.#waiting.splice(0))
    })
  }
}
