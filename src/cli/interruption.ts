import type { EventEmitter } from 'node:events'
import { signalExitCodes } from './exit-codes'

type Reason = keyof typeof signalExitCodes

/** Thrown where work was given up because of a signal, or because nobody reads the output any more. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError'

  constructor(readonly exitCode: number) {
    super('interrupted')
  }
}

export interface Interruption {
  readonly signal: AbortSignal
  /** @throws InterruptedError as soon as the user interrupts; the work itself is not ended by it */
  unlessInterrupted<T>(work: Promise<T>): Promise<T>
  /** @throws InterruptedError if the user has interrupted */
  throwIfInterrupted(): void
}

/**
 * Ctrl-C, a plain `kill`, a closed terminal or a closed pipe ask the command to end in order; a second one ends it at
 * once.
 * @param exit ends the process
 */
export function listenForInterruption(
  signals: EventEmitter,
  outputs: readonly EventEmitter[],
  exit: (code: number) => void
): Interruption {
  const controller = new AbortController()
  const { signal } = controller
  let exitCode: number = signalExitCodes.SIGINT
  const interrupt = (reason: Reason): void => {
    if (signal.aborted) {
      exit(signalExitCodes[reason])
      return
    }
    exitCode = signalExitCodes[reason]
    controller.abort()
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) signals.on(name, () => interrupt(name))
  for (const output of outputs) {
    output.on('error', () => {
      // Every later write to the closed pipe fails as well.
      if (!signal.aborted) interrupt('SIGPIPE')
    })
  }
  return {
    signal,
    throwIfInterrupted() {
      if (signal.aborted) throw new InterruptedError(exitCode)
    },
    unlessInterrupted(work) {
      return new Promise((resolve, reject) => {
        const giveUp = (): void => reject(new InterruptedError(exitCode))
        if (signal.aborted) giveUp()
        signal.addEventListener('abort', giveUp)
        work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp))
      })
    }
  }
}
