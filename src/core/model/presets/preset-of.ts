import { classCount } from '../infer-shapes'
import { fitModel } from '../fit-model'
import { modelKey } from '../model-key'
import type { ModelSpec } from '../model-spec'
import { pixelsOf, withPixels } from '../pixel-range'
import { modelPresets } from './model-presets'

/**
 * What the ready-made network is called that a network is, once that one is fitted to the same images and classes.
 * @returns undefined for any other network
 */
export function presetOf(model: ModelSpec): string | undefined {
  const [height, width, channels] = model.inputShape
  const images: Parameters<typeof fitModel>[1] = {
    name: 'the images of the network',
    shape: [height, width, channels],
    classes: Array.from({ length: classCount(model) }, (_, label) => String(label)),
    // Any: the network's own pixels are put in its place.
    normalisation: { mean: [0.5], standardDeviation: [0.5] }
  }
  const key = modelKey(model)
  return modelPresets.find(
    (preset) => modelKey(withPixels(fitModel(preset.model, images), pixelsOf(model))) === key
  )?.text
}
