import type { TrainingState } from '../../core/model/weights'
import type { Evaluation } from '../../core/run/evaluation'
import type { Checkpoint } from '../../core/training/checkpoint'
import type { EvaluateResult } from '../../core/training/evaluate'

type OnProgress = (done: number, total: number) => Promise<void>

/**
 * Runs images through the network of a checkpoint and, where it has one, through the average of its weights.
 * @param evaluate the images, with the weights of a state
 * @param onProgress told of both networks as one piece of work
 */
export async function testCheckpoint(
  { state, average }: Pick<Checkpoint, 'state' | 'average'>,
  evaluate: (state: TrainingState, onProgress: OnProgress) => Promise<EvaluateResult>,
  onProgress: OnProgress
): Promise<{ readonly result: EvaluateResult; readonly averaged?: Evaluation }> {
  if (average === undefined) return { result: await evaluate(state, onProgress) }
  const result = await evaluate(state, (done, total) => onProgress(done, 2 * total))
  const { evaluation } = await evaluate({ ...state, weights: average }, (done, total) =>
    onProgress(total + done, 2 * total)
  )
  return { result, averaged: evaluation }
}
