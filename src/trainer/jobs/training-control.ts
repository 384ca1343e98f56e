import type { TrainingRequest } from '../../core/training/train-job'
import type { TrainerControl } from '../../lab/training/trainer-protocol'

/** Turns the lab's messages, which come at any time, into the answers that the training loop asks for. */
export class TrainingControl {
  #stopped = false
  #paused = false
  #pauseTold = false
  #steps = 0
  #learningRate: number | undefined
  #wake: (() => void) | undefined
  #timelineWatched = false
  #onStopped: () => void = () => undefined
  #onTimelineWatched: (on: boolean) => void = () => undefined

  /** @param listener told once, as soon as the stop was asked for: at once where it was already */
  onStopped(listener: () => void): void {
    this.#onStopped = listener
    if (this.#stopped) listener()
  }

  /** @param listener told whether somebody wants to see the timeline: now, and each time that it is asked for */
  onTimelineWatched(listener: (on: boolean) => void): void {
    this.#onTimelineWatched = listener
    listener(this.#timelineWatched)
  }

  get stopped(): boolean {
    return this.#stopped
  }

  accept(control: TrainerControl): void {
    switch (control.kind) {
      case 'stop':
        if (!this.#stopped) this.#onStopped()
        this.#stopped = true
        break
      case 'pause':
        this.#paused = true
        break
      case 'resume':
        this.#paused = false
        this.#pauseTold = false
        this.#steps = 0
        break
      case 'step':
        if (this.#paused) this.#steps += 1
        break
      case 'watchTimeline':
        this.#timelineWatched = control.on
        this.#onTimelineWatched(control.on)
        break
      case 'setLearningRate':
        this.#learningRate = control.learningRate
        break
    }
    this.#wake?.()
  }

  /** Lets messages in, then says what is to be done; during a pause only once there is something to do. */
  async next(): Promise<TrainingRequest> {
    await letMessagesIn()
    for (;;) {
      if (this.#stopped) return { kind: 'stop' }
      const learningRate = this.#learningRate
      if (learningRate !== undefined) {
        this.#learningRate = undefined
        return { kind: 'setLearningRate', learningRate }
      }
      if (!this.#paused) return { kind: 'continue' }
      if (!this.#pauseTold) {
        this.#pauseTold = true
        return { kind: 'pause' }
      }
      if (this.#steps > 0) {
        this.#steps -= 1
        return { kind: 'step' }
      }
      await new Promise<void>((resolve) => (this.#wake = resolve))
      this.#wake = undefined
    }
  }
}

/** Resolves when the job is to end. */
export async function untilStopped(control: TrainingControl): Promise<void> {
  // During a pause, `next` answers only once there is something to do.
  control.accept({ kind: 'pause' })
  for (;;) if ((await control.next()).kind === 'stop') return
}

/** One turn of the event loop: messages and timers are handled in it. */
export function letMessagesIn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
