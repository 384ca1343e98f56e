import { LabError } from '../../core/base/lab-error'
import type { EventData } from '../contract/contract'
import type { RunStore } from '../runs/run-store'
import type { DatasetPlace } from './trainer-protocol'
import { type ActiveTraining, type PreparedTraining, TrainingSlot } from './training-slot'

/** Keeps the training that a person started: one at a time, so that its speed means something. Passes requests on to it. */
export class TrainingSupervisor {
  readonly #slot: TrainingSlot
  #active: ActiveTraining | undefined
  #preparing = false

  /** @param onTimeline told a few times a second while somebody watches */
  constructor(
    trainerFile: string,
    store: RunStore,
    onTimeline: (timeline: EventData<'timeline'>) => void = () => undefined,
    longestSilenceMs?: number
  ) {
    this.#slot = new TrainingSlot({
      trainerFile,
      store,
      onMessage: (runId, message) => {
        if (message.type === 'timeline') onTimeline({ runId, ...message.timeline })
      },
      ...(longestSilenceMs === undefined ? {} : { longestSilenceMs })
    })
  }

  /** Whether a training is under way or about to start. */
  get busy(): boolean {
    return this.#preparing || this.activeRun !== undefined
  }

  /** The run in training. */
  get activeRun(): string | undefined {
    return this.#active === undefined || this.#active.record.ended ? undefined : this.#active.runId
  }

  /**
   * @param dataset of the training: its process loads it while the rest is prepared
   * @param prepare called when no other training is under way
   * @returns the run; one that goes on, once its training has begun
   * @throws LabError 'busy' that names the run in training, what `prepare` throws, and what kept a run from going on
   */
  async start(dataset: DatasetPlace, prepare: () => Promise<PreparedTraining>): Promise<string> {
    this.#refuseSecond()
    this.#preparing = true
    let active: ActiveTraining
    try {
      await this.#active?.over
      active = await this.#slot.launch(dataset, prepare)
    } finally {
      this.#preparing = false
    }
    this.#active = active
    void active.over.then(() => {
      if (this.#active === active) this.#active = undefined
    })
    await active.record.begun
    return active.runId
  }

  pause(runId: string): void {
    this.#training(runId).trainer.control({ kind: 'pause' })
  }

  /** During a pause: one mini-batch. */
  step(runId: string): void {
    this.#training(runId).trainer.control({ kind: 'step' })
  }

  /** Of a run that is over there is nothing to see: who watches cannot know that it ended a moment ago. */
  watchTimeline(runId: string, on: boolean): void {
    if (this.activeRun === runId) this.#training(runId).trainer.control({ kind: 'watchTimeline', on })
  }

  resume(runId: string): void {
    this.#training(runId).trainer.control({ kind: 'resume' })
  }

  setLearningRate(runId: string, learningRate: number): void {
    this.#training(runId).trainer.control({ kind: 'setLearningRate', learningRate })
  }

  /**
   * Resolves when the training is over and all of it is on disk, however long saving takes: only a process that gives
   * no sign of life is ended.
   * @param now end it at once; what was trained since the last checkpoint is lost
   */
  async stop(runId: string, now = false): Promise<void> {
    await this.#training(runId).stop(now)
  }

  /** Resolves when a training of the run that has told its end is over and on disk; at once for any other run. */
  async settled(runId: string): Promise<void> {
    if (this.#active?.runId === runId && this.#active.record.ended) await this.#active.over
  }

  async close(): Promise<void> {
    await this.#slot.close()
    await this.#active?.stop()
  }

  #refuseSecond(): void {
    const runId = this.activeRun
    if (runId === undefined && !this.#preparing) return
    throw new LabError(
      'busy',
      runId === undefined ? 'A training is about to start.' : `${runId} is in training.`,
      'Only one run trains at a time, so that its speed means something. Stop that run, or wait until it has finished.'
    )
  }

  #training(runId: string): ActiveTraining {
    if (this.#active?.runId === runId && !this.#active.record.ended) return this.#active
    throw new LabError(
      'invalid-input',
      `${runId} is not in training here.`,
      'Start or resume it first. If it trains in another Tenfold, use that one.'
    )
  }
}
