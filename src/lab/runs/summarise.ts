import { accuracy } from '../../core/run/evaluation'
import { validationResult } from '../../core/run/validation-result'
import type { DatasetId } from '../../core/data/dataset-id'
import { ownDataset } from '../../core/run/run-evaluations'
import { partialLoss } from '../../core/training/partial-loss'
import type { RunConfig } from '../../core/settings/run-config'
import type { StudyPlace } from '../../core/study/study-place'
import type { RunEvent } from '../../core/run/run-event'
import type { RunState } from '../../core/run/run-state'
import type { RunSummary } from '../contract/run-summary'

/** What is known of a run apart from its events. */
export interface RunIdentity {
  readonly runId: string
  readonly number: number
  readonly name: string
  readonly createdAt: number
  readonly study?: StudyPlace | undefined
  /** That it is made for; what its events tell counts for more. */
  readonly dataset?: DatasetId | undefined
}

/** A run in the list, out of the fold of its events. */
export function summarise(identity: RunIdentity, config: RunConfig, state: RunState): RunSummary {
  const { runId, number, name, createdAt, study } = identity
  const dataset = ownDataset(state) ?? identity.dataset
  const partial = partialLoss(state)
  const from = state.lineage.at(-1)
  const validation = validationResult(config, state.validations)
  const runningLoss = state.log.at(-1)?.loss ?? partial?.loss
  return {
    runId,
    number,
    name,
    createdAt,
    // A run is made when its training starts; the first event follows once the engine is ready.
    status: state.status.kind === 'new' ? { kind: 'training' } : state.status,
    step: state.step,
    totalSteps: state.totalSteps,
    batchSize: config.batchSize,
    epochs: config.epochs,
    learningRate: state.learningRates[0]?.learningRate ?? config.optimizer.learningRate,
    ...(state.learningRates.length < 2 ? {} : { rateChanges: [...state.learningRates.slice(1)] }),
    ...(config.schedule === 'constant' ? {} : { schedule: config.schedule }),
    seed: config.seed,
    ...(dataset === undefined ? {} : { dataset: { name: dataset.name, hash: dataset.hash } }),
    trainMs: state.trainMs,
    ...(from === undefined ? {} : { from }),
    ...(study === undefined ? {} : { study }),
    ...(state.checkpointBytes === undefined
      ? {}
      : { checkpointBytes: state.checkpoints.length * state.checkpointBytes }),
    ...(state.device === undefined ? {} : { device: state.device.label, engine: state.device.engine }),
    ...(runningLoss === undefined ? {} : { runningLoss }),
    ...(partial === undefined ? {} : { runningLossSteps: partial.steps }),
    ...(validation === undefined ? {} : { validation }),
    ...(state.evaluation === undefined ? {} : { accuracy: accuracy(state.evaluation.result) })
  }
}

/** Whether the list of runs looks different after an event; points and lines of the log come too often for that. */
export function changesList(event: RunEvent): boolean {
  return event.type !== 'progress' && event.type !== 'log'
}
