import { lessonConfig } from '../../../core/settings/run-config'
import { parseLearningRate } from '../settings/training-form.svelte'

/**
 * The learning rate to try after one that made a training diverge: the lesson's, or a tenth where that is not lower.
 * @returns undefined where the form takes none that is lower
 */
export function lowerRate(rate: number): number | undefined {
  const { learningRate } = lessonConfig.optimizer
  if (rate > learningRate) return learningRate
  const parsed = parseLearningRate(String(Number((rate / 10).toPrecision(3))))
  return 'value' in parsed ? parsed.value : undefined
}
