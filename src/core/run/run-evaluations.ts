import type { DatasetId } from '../data/dataset-id'
import type { Evaluation } from './evaluation'

export interface Evaluated {
  /** The state of the network: steps trained. */
  readonly step: number
  readonly result: Evaluation
  /** Whose test images they were; undefined where nobody recorded it. */
  readonly dataset: DatasetId | undefined
}

/** The part of a run's state that says how good it is, and on what. */
interface RunEvaluations {
  readonly dataset: DatasetId | undefined
  readonly evaluation: Evaluated | undefined
  readonly otherEvaluation: Evaluated | undefined
}
type Evaluations = Pick<RunEvaluations, 'evaluation' | 'otherEvaluation'>

/** The data set that a run's result belongs to: it was trained on it or, coming from a file, first evaluated on it. */
export function ownDataset({
  dataset,
  evaluation
}: Pick<RunEvaluations, 'dataset' | 'evaluation'>): DatasetId | undefined {
  return dataset ?? evaluation?.dataset
}

/**
 * A new result takes the place of one on the same data set only; one of an earlier checkpoint, tested because the latest
 * is damaged, takes no result away.
 */
export function withEvaluation(run: RunEvaluations, evaluated: Evaluated): Evaluations {
  const { evaluation, otherEvaluation } = run
  const own = ownDataset(run)
  const placed = { ...evaluated, dataset: evaluated.dataset ?? run.dataset }
  const isOwn = own === undefined || placed.dataset === undefined || placed.dataset.hash === own.hash
  if (!isOwn) return { evaluation, otherEvaluation: placed }
  const isEarlier = evaluation !== undefined && evaluation.step > placed.step
  return { evaluation: isEarlier ? evaluation : placed, otherEvaluation }
}

/** Those of the network as it was at this step or before. */
export function keptEvaluations({ evaluation, otherEvaluation }: Evaluations, step: number): Evaluations {
  const kept = (one: Evaluated | undefined): Evaluated | undefined =>
    one !== undefined && one.step <= step ? one : undefined
  return { evaluation: kept(evaluation), otherEvaluation: kept(otherEvaluation) }
}
