import type { DatasetInfo } from '../data/dataset-info'
import { LabError } from '../base/lab-error'
import { kindOf, type LayerSpec } from '../layers/layer-kinds'
import type { Shape } from '../layers/shape'
import { checkSize } from './check-size'
import { classCount } from './infer-shapes'
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
  let input: Shape | undefined = shape
  const layers = model.layers.flatMap((layer, i): LayerSpec[] => {
    if (input === undefined) return [layer]
    const sized = i === end && layer.type === 'dense' ? { ...layer, units: classes.length } : layer
    const fitting = kindOf(sized).adapt(sized, input)
    if (fitting === undefined) return []
    input = outputOf(fitting, input)
    return [fitting]
  })
  const [height, width, channels] = shape
  const sized: ModelSpec = { ...model, inputShape: [height, width, channels], layers }
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
      `The network takes ${model.inputShape.join(' × ')} images, ${name} has ${shape.join(' × ')}.`,
      `Use a network for images of ${shape.join(' × ')} (height × width × channels), or a data set of the network’s size.`
    )
  }
  const outputs = classCount(model)
  if (outputs !== classes.length) {
    throw new LabError(
      'invalid-input',
      `The network tells ${outputs} classes apart, ${name} has ${classes.length}.`,
      'Use a network whose last layer has as many units as there are classes.'
    )
  }
}

/** undefined where the layer cannot be here at all */
function outputOf(layer: LayerSpec, input: Shape): Shape | undefined {
  try {
    return kindOf(layer).fit(layer, input).output
  } catch (thrown) {
    if (thrown instanceof LabError) return undefined
    throw thrown
  }
}
