import { imageInput } from '../../../../core/layers/layer-base'
import { imageSource } from '../../../../core/layers/layer-kind'
import { kindOf, type LayerSpec } from '../../../../core/layers/layer-kinds'
import { LabError } from '../../../../core/base/lab-error'
import type { Shape } from '../../../../core/layers/shape'
import type { ModelSpec } from '../../../../core/model/model-spec'
import { fittingShapes } from '../fitting-shapes'
import { stageEnd, stagesOf } from '../stages'

/**
 * The output that a layer with several inputs can take besides the one at `place`: of the stages before that one the
 * nearest whose shape fits, else simply the nearest.
 * @param taken names that it takes already
 */
export function nearestFitting(
  model: ModelSpec,
  layer: LayerSpec,
  place: number,
  taken: ReadonlySet<string> = new Set()
): string {
  const { shapes } = fittingShapes({ ...model, layers: model.layers.slice(0, place + 1) })
  const shapeAt = (at: number): Shape | undefined =>
    at === imageSource ? model.inputShape : shapes[at]?.output
  const candidates = [...stagesOf(model.layers).map(stageEnd), imageSource]
    .filter((end) => end < place && !taken.has(nameAt(model, end)))
    .sort((a, b) => b - a)
  const own = shapeAt(place)
  const fitting = candidates.find((at) => {
    const other = shapeAt(at)
    return own !== undefined && other !== undefined && fits(layer, own, other)
  })
  return nameAt(model, fitting ?? candidates[0] ?? imageSource)
}

function nameAt(model: ModelSpec, place: number): string {
  return model.layers[place]?.name ?? imageInput
}

function fits(layer: LayerSpec, own: Shape, other: Shape): boolean {
  try {
    kindOf(layer).fit(layer, own, [own, other])
    return true
  } catch (thrown) {
    if (thrown instanceof LabError) return false
    throw thrown
  }
}
