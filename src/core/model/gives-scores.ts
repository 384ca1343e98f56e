import type { ModelSpec } from './model-spec'

/** Whether a layer's outputs are the scores of the classes: it is the last, or only fixed factors come behind it. */
export function givesScores({ layers }: ModelSpec, index: number): boolean {
  return layers.slice(index + 1).every(({ type }) => type === 'scale')
}
