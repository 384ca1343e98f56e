import type { LabError } from '../../core/base/lab-error'
import type { RunSummary } from '../contract/run-summary'

/** What the list shows of a run whose files cannot be understood: that it is there, and what is wrong with it. */
export function unreadableRun(runId: string, number: number, error: LabError): RunSummary {
  return {
    runId,
    number,
    name: runId,
    createdAt: 0,
    status: { kind: 'failed', error: error.toData() },
    step: 0,
    totalSteps: 0,
    batchSize: 0,
    epochs: 0,
    learningRate: 0,
    seed: 0,
    trainMs: 0
  }
}
