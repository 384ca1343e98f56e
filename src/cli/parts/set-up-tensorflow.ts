import { ownCommand } from '../../core/base/own-command'
import { assertNever } from '../../core/base/assert-never'
import { LabError } from '../../core/base/lab-error'
import type { InstallStage, TensorflowSource, TensorflowStatus } from '../../lab/contract/tensorflow-status'
import type { Session } from '../console/session'

const stageLines: Readonly<Record<InstallStage, string>> = {
  looking: 'Looking for TensorFlow',
  fetching: 'Downloading from npm',
  compiling: 'Compiling the binding, about half a minute',
  verifying: 'Training a few steps to compare it with the reference loops'
}

/**
 * Sets TensorFlow up, with its stages on stderr, and with what npm and the compiler say where that is wanted or it fails.
 * @throws LabError whatever went wrong; InterruptedError
 */
export async function setUpTensorflow(
  session: Session,
  source: TensorflowSource,
  verbose: boolean
): Promise<TensorflowStatus> {
  const { lab, interruption, terminal } = session
  const narration = narrateTensorflow(session, verbose)
  const cancel = (): void => void lab.cancelTensorflow({})
  interruption.signal.addEventListener('abort', cancel)
  try {
    await lab.installTensorflow({ source })
    const status = await narration.ended
    if (status.state !== 'failed') return status
    interruption.throwIfInterrupted()
    const { log } = await lab.getTensorflow({})
    const heard = log.replace(`${status.error.message}\n`, '').trimEnd()
    if (!verbose && heard !== '') terminal.sayLines(heard)
    throw LabError.fromData(status.error)
  } finally {
    interruption.signal.removeEventListener('abort', cancel)
    narration.stop()
  }
}

/** Says what happens to TensorFlow's binding from now on. `ended`: the first status that is an end. */
export function narrateTensorflow(
  { service, terminal }: Pick<Session, 'service' | 'terminal'>,
  verbose: boolean
): { readonly ended: Promise<TensorflowStatus>; readonly stop: () => void } {
  let stop = (): void => undefined
  const ended = new Promise<TensorflowStatus>((resolve) => {
    let said = ''
    let written = 0
    stop = service.subscribe((notice) => {
      if (notice.event !== 'tensorflow') return
      const { status, log } = notice.data
      if (verbose && log.length > written) terminal.sayLines(log.slice(written))
      written = log.length
      if (status.state !== 'installing') {
        resolve(status)
        return
      }
      const line = stageLines[status.stage]
      if (line !== said) terminal.say(`${line}.`)
      said = line
    })
  })
  return { ended, stop: () => stop() }
}

export function describeTensorflow(status: TensorflowStatus): string {
  switch (status.state) {
    case 'absent':
      return 'TensorFlow is not set up.'
    case 'installing':
      return `TensorFlow is being set up: ${status.stage}.`
    case 'ready':
      return `${status.description}. Verified. Train with it: ${ownCommand} train --engine tensorflow`
    case 'outdated':
      return `${status.reason} Tenfold builds it again before the next training.`
    case 'failed':
      return `${status.error.message} ${status.error.hint}`
    default:
      return assertNever(status)
  }
}
