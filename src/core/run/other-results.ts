import type { Evaluation } from './evaluation'
import type { RunState } from './run-state'

/** Another way to measure the network of a run, beside its result and on the same images. */
export interface OtherResult {
  readonly kind: 'averaged' | 'mirrored' | 'averagedMirrored'
  readonly evaluation: Evaluation
}

/** As they are named beside an accuracy. */
export const otherResultNames: Readonly<Record<OtherResult['kind'], string>> = {
  averaged: 'average of the weights',
  mirrored: 'with mirror images',
  averagedMirrored: 'average of the weights, with mirror images'
}

/** Those that belong to the same checkpoint as the run's result. */
export function otherResults({
  evaluation,
  mirroredEvaluation
}: Pick<RunState, 'evaluation' | 'mirroredEvaluation'>): readonly OtherResult[] {
  if (evaluation === undefined) return []
  const mirrored = mirroredEvaluation?.step === evaluation.step ? mirroredEvaluation : undefined
  const all: readonly (readonly [OtherResult['kind'], Evaluation | undefined])[] = [
    ['averaged', evaluation.averaged],
    ['mirrored', mirrored?.result],
    ['averagedMirrored', mirrored?.averaged]
  ]
  return all.flatMap(([kind, one]) => (one === undefined ? [] : [{ kind, evaluation: one }]))
}
