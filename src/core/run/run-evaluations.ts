import type { DatasetId } from '../data/dataset-id'
import type { Evaluation } from './evaluation'

export interface Evaluated {
  /** The state of the network: steps trained. */
  readonly step: number
  readonly result: Evaluation
  /** What the moving average of the weights gets right, where the checkpoint has one. */
  readonly averaged?: Evaluation | undefined
  /** Whose test images they were; undefined where nobody recorded it. */
  readonly dataset: DatasetId | undefined
}

/** The part of a run's state that says how good it is, and on what. */
interface RunEvaluations {
  readonly dataset: DatasetId | undefined
  readonly evaluation: Evaluated | undefined
  readonly otherEvaluation: Evaluated | undefined
  readonly mirroredEvaluation: Evaluated | undefined
}
type Evaluations = Pick<RunEvaluations, 'evaluation' | 'otherEvaluation' | 'mirroredEvaluation'>

/** The data set that a run's result belongs to: it was trained on it or, coming from a file, first evaluated on it. */
export function ownDataset({
  dataset,
  evaluation
}: Pick<RunEvaluations, 'dataset' | 'evaluation'>): DatasetId | undefined {
  return dataset ?? evaluation?.dataset
}

/**
 * A new result takes the place of one of the same kind only: on the same data set, and with or without mirror images. One
 * of an earlier checkpoint, tested because the latest is damaged, takes no result away.
 * @param mirrored whether the mirror images were looked at too
 */
export function withEvaluation(run: RunEvaluations, evaluated: Evaluated, mirrored: boolean): Evaluations {
  const { evaluation, otherEvaluation, mirroredEvaluation } = run
  const own = ownDataset(run)
  const placed = { ...evaluated, dataset: evaluated.dataset ?? run.dataset }
  const isOwn = own === undefined || placed.dataset === undefined || placed.dataset.hash === own.hash
  const newer = (one: Evaluated | undefined): Evaluated =>
    one !== undefined && one.step > placed.step ? one : placed
  if (mirrored) {
    return {
      evaluation,
      otherEvaluation,
      mirroredEvaluation: isOwn ? newer(mirroredEvaluation) : mirroredEvaluation
    }
  }
  if (!isOwn) return { evaluation, otherEvaluation: placed, mirroredEvaluation }
  return { evaluation: newer(evaluation), otherEvaluation, mirroredEvaluation }
}

/** Those of the network as it was at this step or before. */
export function keptEvaluations(evaluations: Evaluations, step: number): Evaluations {
  const kept = (one: Evaluated | undefined): Evaluated | undefined =>
    one !== undefined && one.step <= step ? one : undefined
  return {
    evaluation: kept(evaluations.evaluation),
    otherEvaluation: kept(evaluations.otherEvaluation),
    mirroredEvaluation: kept(evaluations.mirroredEvaluation)
  }
}
