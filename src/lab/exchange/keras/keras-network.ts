import { imageInput } from '../../../core/layers/layer-base'
import type { KerasDialect } from '../../../core/layers/keras-layer'
import { inferShapes } from '../../../core/model/infer-shapes'
import type { ModelSpec } from '../../../core/model/model-spec'
import { commonTransform, pixelsOf, pixelTransforms } from '../../../core/model/pixel-range'
import type { Weights } from '../../../core/model/weights'
import type { Checkpoint } from '../../../core/training/checkpoint'
import { encodeValues } from '../../checkpoint/weight-values'
import { metadataOf } from '../../checkpoint/keras-topology'
import { type WrittenLayer, writtenLayers } from '../../checkpoint/written-layers'
import { kerasOrder } from './keras-order'
import type { KerasNotes } from './keras-notes'

/** A network that goes out to Keras. */
export interface KerasNetwork {
  readonly inputShape: readonly [number, number, number]
  /** In an order in which they compute. */
  readonly layers: readonly WrittenLayer[]
  /** Those that have weights, in Keras's order. */
  readonly weighted: readonly WeightedLayer[]
  readonly notes: KerasNotes
}

interface WeightedLayer {
  readonly layer: WrittenLayer
  readonly weights: Weights
}

/** The first layer of a network that takes bytes. A dot cannot occur in the name of a layer of ours. */
const preprocessingName = `${imageInput}.pixels`

/**
 * @param options.weights in place of the checkpoint's: their average
 * @param options.preprocessing whether the network takes pixels from 0 to 255, as image libraries give them
 * @throws LabError 'diverged' when weights are not finite
 */
export function kerasNetwork(
  { config: { model }, classes }: Checkpoint,
  { weights, preprocessing }: { readonly weights: Weights; readonly preprocessing: boolean },
  dialect: KerasDialect
): KerasNetwork {
  encodeValues(
    weights.map(({ values }) => values),
    'weights'
  )
  const own = writtenLayers(inferShapes(model), dialect)
  const layers = preprocessing ? withPreprocessing(own, model) : own
  const byName = new Map(weights.map((weight) => [weight.name, weight]))
  return {
    inputShape: model.inputShape,
    layers,
    weighted: kerasOrder(layers).flatMap((layer) => {
      const parameters = layer.shape?.parameters ?? []
      return parameters.length === 0
        ? []
        : [{ layer, weights: parameters.flatMap(({ name }) => byName.get(name) ?? []) }]
    }),
    notes: {
      classes: [...classes],
      ...metadataOf(model),
      pixels: pixelsOf(model),
      preprocessing
    }
  }
}

function withPreprocessing(layers: readonly WrittenLayer[], model: ModelSpec): readonly WrittenLayer[] {
  const transforms = pixelTransforms(model)
  const common = commonTransform(transforms)
  const config = {
    name: preprocessingName,
    scale: common?.scale ?? transforms.map(({ scale }) => scale),
    offset: common?.offset ?? transforms.map(({ offset }) => offset)
  }
  return [
    { class_name: 'Rescaling', config, inputs: [imageInput], shape: undefined },
    ...layers.map((layer) => ({
      ...layer,
      inputs: layer.inputs.map((input) => (input === imageInput ? preprocessingName : input))
    }))
  ]
}
