import type { Evaluation } from '../core/evaluation'
import { evaluationLine } from './progress-line'
import type { Session } from './session'

/** Runs the test images through a run's network, with progress on stderr. */
export async function evaluateRun(session: Session, runId: string): Promise<Evaluation> {
  const { lab, service, terminal, interruption } = session
  const unsubscribe = service.subscribe((notice) => {
    if (notice.event === 'evaluation' && notice.data.runId === runId) {
      terminal.showProgress(evaluationLine(notice.data.done, notice.data.total))
    }
  })
  try {
    const { evaluation } = await interruption.unlessInterrupted(lab.evaluateRun({ runId }))
    return evaluation
  } finally {
    unsubscribe()
    terminal.showProgress('')
  }
}
