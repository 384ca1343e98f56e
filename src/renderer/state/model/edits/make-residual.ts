import { imageInput } from '../../../../core/layers/layer-base'
import { imageSource } from '../../../../core/layers/layer-kind'
import { layerSpec } from '../../../../core/layers/layer-kinds'
import { linkLayers } from '../../../../core/model/linked-layers'
import type { ModelSpec } from '../../../../core/model/model-spec'
import { fittingShapes } from '../fitting-shapes'
import { stageOf } from '../stages'
import { type Edited, placeOf, withLinked } from './edited'
import { insertBehind } from './insert-behind'
import { isPlacedAsActivation } from './layer-family'
import { freeName, newLayer } from './new-layer'

/**
 * Leads a shortcut past a convolution or dense layer and adds it to what the layer makes of it, before the activation.
 * Where the sizes differ, the shortcut goes through a 1 × 1 convolution, as in a ResNet.
 * @returns undefined where no shortcut fits
 */
export function makeResidual(model: ModelSpec, index: number): Edited | undefined {
  const stage = stageOf(model.layers, index)
  const main = stage?.layers[0]
  const { shapes } = fittingShapes(model)
  const shape = stage && shapes[stage.first]
  if (stage === undefined || shape === undefined || main === undefined) return undefined
  if (main.type !== 'conv2d' && main.type !== 'dense') return undefined
  const [source = imageSource] = shape.sources
  const from = model.layers[source]?.name ?? imageInput
  const activation = stage.layers.findIndex(isPlacedAsActivation)
  const end = stage.first + (activation === -1 ? stage.layers.length : activation) - 1
  const add = newLayer(model, 'add')
  if (shape.input.join() === shape.output.join()) {
    const edited = insertBehind(model, end, [add], [from])
    return { model: edited, index: placeOf(edited.layers, add.name) }
  }
  if (main.type !== 'conv2d') return undefined
  const projection = layerSpec.parse({
    ...main,
    name: freeName(model, main.type),
    kernelSize: [1, 1],
    padding: [0, 0]
  })
  const layers = linkLayers(insertBehind(model, end, [add], [projection.name]).layers)
  const edited = withLinked(model, [
    ...layers.slice(0, end + 1),
    { ...projection, inputs: [from] },
    ...layers.slice(end + 1)
  ])
  const place = placeOf(edited.layers, add.name)
  return fittingShapes(edited).shapes.length > place ? { model: edited, index: place } : undefined
}
