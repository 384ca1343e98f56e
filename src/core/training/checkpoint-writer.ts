import { LabError } from '../base/lab-error'
import type { TrainJob, TrainingPosition, TrainingSnapshot } from './train-job'

/** Writes a training's checkpoints, one at a time, while the training goes on. */
export class CheckpointWriter {
  readonly #save: TrainJob['saveCheckpoint']
  readonly #onSaved: (position: TrainingPosition, bytes: number) => void
  #writing: Promise<void> = Promise.resolve()
  #refusal: LabError | undefined
  #lastStep: number | undefined

  /**
   * @param from step of the checkpoint that the training goes on from; 0 for none
   * @param onSaved told when a checkpoint can be gone on from
   */
  constructor(
    from: number,
    save: TrainJob['saveCheckpoint'],
    onSaved: (position: TrainingPosition, bytes: number) => void
  ) {
    this.#lastStep = from === 0 ? undefined : from
    this.#save = save
    this.#onSaved = onSaved
  }

  /** Step of the last checkpoint that was written; undefined before the first. */
  get lastStep(): number | undefined {
    return this.#lastStep
  }

  /** Call it when nothing is being written: see `saved`. */
  begin(snapshot: TrainingSnapshot): void {
    const { position } = snapshot
    this.#writing = this.#save(snapshot).then(
      (bytes) => {
        this.#lastStep = position.step
        this.#onSaved(position, bytes)
      },
      (thrown: unknown) => {
        this.#refusal = LabError.from(thrown)
      }
    )
  }

  /** Resolves when nothing is being written any more, whatever became of it. */
  get settled(): Promise<void> {
    return this.#writing
  }

  /** Resolves when what was begun is written. @throws LabError that kept it from being written */
  async saved(): Promise<void> {
    await this.#writing
    this.throwRefusal()
  }

  /** @throws LabError that kept a checkpoint from being written: training on without any would be lost work */
  throwRefusal(): void {
    if (this.#refusal !== undefined) throw this.#refusal
  }
}
