import type { DatasetInfo } from '../data/dataset-info'
import { LabError } from '../base/lab-error'
import { required } from '../base/required'
import { imageInput } from '../layers/layer-base'
import { kindOf, type LayerSpec } from '../layers/layer-kinds'
import type { Shape } from '../layers/shape'
import { checkSize } from './check-size'
import { classCount } from './infer-shapes'
import { linkLayers, type LinkedLayer, unlinkLayers } from './linked-layers'
import type { ModelSpec } from './model-spec'
import { normalisedPixels, withPixels } from './pixel-range'

type Images = Pick<DatasetInfo, 'name' | 'shape' | 'classes' | 'normalisation'>

/**
 * A network like this one for the images and classes of a data set: it takes their size and pixels, and ends in a score
 * for each class. What is too large for a small image is changed or left out, as its layer's type knows best; a network
 * whose layers do not fit one another is given back with what does not fit.
 */
export function fitModel(model: ModelSpec, { shape, classes, normalisation }: Images): ModelSpec {
  const end = model.layers.length - 1
  const outputs = new Map<string, Shape | undefined>([[imageInput, shape]])
  /** Of layers that are left out: whose output their readers take instead. */
  const instead = new Map<string, string>()
  const layers = linkLayers(model.layers).flatMap((layer, i): LinkedLayer[] => {
    const inputs = layer.inputs.map((name) => instead.get(name) ?? name)
    const shapes = inputs.map((name) => outputs.get(name))
    const [input, ...others] = shapes
    const linked = { ...layer, inputs }
    if (input === undefined || !others.every(isKnown)) return [linked]
    const sized = i === end && linked.type === 'dense' ? { ...linked, units: classes.length } : linked
    const fitting = kindOf(sized).adapt(sized, input)
    if (fitting === undefined) {
      instead.set(layer.name, required(inputs[0], 'an input of each layer'))
      return []
    }
    outputs.set(layer.name, outputOf(fitting, [input, ...others]))
    return [{ ...fitting, inputs }]
  })
  const [height, width, channels] = shape
  const sized: ModelSpec = { ...model, inputShape: [height, width, channels], layers: unlinkLayers(layers) }
  return withPixels(sized, normalisedPixels(normalisation))
}

/** Whether a network takes the images of a data set and knows its classes. */
export function fitsDataset(
  model: ModelSpec,
  { shape, classes }: Pick<Images, 'shape' | 'classes'>
): boolean {
  if (model.inputShape.join() !== shape.join()) return false
  try {
    return classCount(model) === classes.length
  } catch {
    // Its layers do not even fit one another.
    return false
  }
}

/**
 * Whether a network can be used with a data set: asked before anything is stored or computed, on every way in.
 * @throws LabError 'invalid-input' when sizes do not fit, or not to the data set, or the network is too large
 */
export function requireFit(model: ModelSpec, { name, shape, classes }: Omit<Images, 'normalisation'>): void {
  checkSize(model)
  if (model.inputShape.join() !== shape.join()) {
    throw new LabError(
      'invalid-input',
      `The network takes ${model.inputShape.join(' × ')} images, but ${name} has ${shape.join(' × ')} images.`,
      `Use a network for images of ${shape.join(' × ')} (height × width × channels), or a data set with images of the network’s size.`
    )
  }
  const outputs = classCount(model)
  if (outputs !== classes.length) {
    throw new LabError(
      'invalid-input',
      `The network has ${outputs} classes, but ${name} has ${classes.length}.`,
      'Use a network whose last layer has as many units as there are classes.'
    )
  }
}

function isKnown(shape: Shape | undefined): shape is Shape {
  return shape !== undefined
}

/** undefined where the layer cannot be here at all */
function outputOf(layer: LayerSpec, inputs: readonly [Shape, ...Shape[]]): Shape | undefined {
  try {
    return kindOf(layer).fit(layer, inputs[0], inputs).output
  } catch (thrown) {
    if (thrown instanceof LabError) return undefined
    throw thrown
  }
}
