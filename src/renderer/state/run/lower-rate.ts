import { parseLearningRate } from '../settings/training-form.svelte'

/**
 * The learning rate to try after one that made a training diverge: a tenth of it.
 * @returns undefined where the form takes none that is lower
 */
export function lowerRate(rate: number): number | undefined {
  const parsed = parseLearningRate(String(Number((rate / 10).toPrecision(3))))
  return 'value' in parsed ? parsed.value : undefined
}
