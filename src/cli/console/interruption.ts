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
 * Ctrl-C, a plain `kill`, a closed terminal, a closed pipe or the end of the process that started this one ask the
 * command to end in order. Pressing Ctrl-C after that ends it at once; all others may well come more than once, because
 * a service manager, a terminal and npm each tell every process of a chain.
 * @param signals also tells `disconnect`, when the starting process is gone
 * @param ignoresHangUp as under nohup
 * @param exit ends the process
 */
export function listenForInterruption(
  signals: EventEmitter,
  outputs: readonly EventEmitter[],
  { ignoresHangUp, exit }: { readonly ignoresHangUp: boolean; readonly exit: (code: number) => void }
): Interruption {
  const controller = new AbortController()
  const { signal } = controller
  let exitCode: number = signalExitCodes.SIGINT
  const interrupt = (reason: Reason): void => {
    if (signal.aborted) {
      if (reason === 'SIGINT') exit(signalExitCodes[reason])
      return
    }
    exitCode = signalExitCodes[reason]
    controller.abort()
  }
  for (const name of ['SIGINT', 'SIGTERM'] as const) signals.on(name, () => interrupt(name))
  signals.on('SIGHUP', () => {
    if (!ignoresHangUp) interrupt('SIGHUP')
  })
  signals.on('disconnect', () => interrupt('SIGTERM'))
  for (const output of outputs) output.on('error', () => interrupt('SIGPIPE'))
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
