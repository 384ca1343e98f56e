import type { LabErrorData } from '../../core/base/lab-error'
import { evaluationLine } from '../console/progress-line'
import type { Session } from '../console/session'

/** Shows the progress of an evaluation, the only one of this command, on stderr. */
export async function showEvaluation<T>(
  { service, terminal, interruption }: Session,
  evaluate: () => Promise<T>
): Promise<T> {
  const unsubscribe = service.subscribe((notice) => {
    if (notice.event === 'evaluation') {
      terminal.showProgress(evaluationLine(notice.data.done, notice.data.total))
    }
  })
  try {
    return await interruption.unlessInterrupted(evaluate())
  } finally {
    unsubscribe()
    terminal.showProgress('')
  }
}

/** Warns on stderr that the result which was printed is nowhere else. */
export function sayUnrecorded({ terminal }: Session, { message, hint }: LabErrorData): void {
  terminal.say(`The result could not be saved with the run. ${message}\nhint: ${hint}`)
}
