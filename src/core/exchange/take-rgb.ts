import { LabError } from '../base/lab-error'
import { required } from '../base/required'
import { imageSource } from '../layers/layer-kind'
import type { LayerShape, LayerSpec } from '../layers/layer-kinds'
import { inferShapes } from '../model/infer-shapes'
import type { ModelSpec } from '../model/model-spec'
import { channelPixels, isSingleRange, pixelsOf, withPixels } from '../model/pixel-range'
import type { NamedTensor, Weights } from '../model/weights'
import { type Places, placesBehind, reorderedAxis } from './places-behind'

/** A network with its weights. */
interface Network {
  readonly model: ModelSpec
  readonly weights: Weights
}

/**
 * The network that computes of an image with the colours red, green, blue what `network` computes of the same image with blue
 * first. Its layers stay: the weights that meet the colours change places, and so do the pixel ranges of the channels. The
 * sums are of the same products, so the scores are the same but for the order in which they are added up.
 * @throws LabError 'unsupported' where the colours come out of the network unmixed, or meet something that is not in their order
 */
export function takeRgb({ model, weights }: Network): Network {
  const shapes = inferShapes(model)
  const [, , channels] = model.inputShape
  const image: Places = Int32Array.from({ length: channels }, (_, i) => channels - 1 - i)
  const behind: Places[] = []
  const changed: NamedTensor[] = []
  let first = 0
  for (const shape of shapes) {
    const inputs = shape.sources.map((source) => (source === imageSource ? image : behind[source]))
    const own = weights.slice(first, first + shape.parameters.length)
    first += shape.parameters.length
    const { output, axes } = placesBehind(shape, inputs)
    for (const weight of own) changed.push(withPlaces(weight, shape, axes))
    behind.push(output)
  }
  const last = required(shapes.at(-1), 'a last layer')
  if (behind.at(-1) !== undefined) throw unmixed(last.layer)
  return { model: withTurnedPixels(model, image), weights: changed }
}

/** @param axes of each parameter that changes, by the part of its name behind the layer's: the places along which axis */
function withPlaces(
  weight: NamedTensor,
  { layer }: Pick<LayerShape, 'layer'>,
  axes: ReturnType<typeof placesBehind>['axes']
): NamedTensor {
  const change = axes.find(({ part }) => weight.name === `${layer.name}/${part}`)
  return change === undefined ? weight : reorderedAxis(weight, change.axis, change.places)
}

function withTurnedPixels(model: ModelSpec, image: Int32Array): ModelSpec {
  if (isSingleRange(pixelsOf(model))) return model
  const ranges = channelPixels(model)
  const turned = Array.from(image, (place) => required(ranges[place], 'a range of each channel'))
  return withPixels(model, turned)
}

function unmixed(layer: LayerSpec): LabError {
  return new LabError(
    'unsupported',
    `The colours reach the scores without a layer that mixes them: ${layer.name} gives one score for each. Tenfold cannot turn their order there.`,
    'Load the network with the order red, green, blue.'
  )
}
