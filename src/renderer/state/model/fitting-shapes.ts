import { LabError } from '../../../core/base/lab-error'
import type { LayerShape } from '../../../core/layers/layer-kinds'
import { checkSize } from '../../../core/model/check-size'
import { walkShapes } from '../../../core/model/infer-shapes'
import type { ModelSpec } from '../../../core/model/model-spec'

interface FittingShapes {
  /** Of the layers before the first that cannot be there; of all when there is none. */
  readonly shapes: readonly LayerShape[]
  readonly failure: LabError | undefined
}

/** How far the layers of a network fit one another, and checkpoints can hold it. */
export function fittingShapes(model: ModelSpec): FittingShapes {
  const shapes: LayerShape[] = []
  const misfit = failureOf(() => {
    for (const shape of walkShapes(model)) shapes.push(shape)
  })
  const tooLarge = (count: number): LabError | undefined =>
    failureOf(() => checkSize({ ...model, layers: model.layers.slice(0, count) }))
  const failure = tooLarge(shapes.length)
  if (failure === undefined) return { shapes, failure: misfit }
  // Layers only add to the size, so the one that is too many is found by halving.
  let [fits, fails] = [0, shapes.length]
  while (fails - fits > 1) {
    const middle = Math.floor((fits + fails) / 2)
    if (tooLarge(middle) === undefined) fits = middle
    else fails = middle
  }
  return { shapes: shapes.slice(0, fits), failure: tooLarge(fails) }
}

function failureOf(work: () => void): LabError | undefined {
  try {
    work()
    return undefined
  } catch (thrown) {
    return LabError.from(thrown)
  }
}
