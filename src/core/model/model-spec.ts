import { imageInput } from '../layers/layer-base'
import { type LayerSpec, layerSpec } from '../layers/layer-kinds'
import { setFrozen } from '../layers/set-frozen'
import { unlinkLayers } from './linked-layers'
import { isSingleRange, pixelRanges } from './pixel-range'
import { z } from '../base/schema'

/** A ResNet of fifty convolutions has half as many, a MobileNet fewer. */
export const mostLayers = 256

/**
 * A network as data: what goes in, and its layers in an order in which they can compute. The last layer's outputs are the
 * logits, one a class.
 * Activations are laid out [N, height, width, channels], as in TensorFlow.
 */
export const modelSpec = z
  .object({
    /** [height, width, channels] of one input image. */
    inputShape: z.tuple([z.int().min(1).max(512), z.int().min(1).max(512), z.int().min(1).max(16)]),
    /** What bytes become before the first layer; -1 to 1 where nothing is said. */
    pixels: pixelRanges.optional(),
    layers: z.array(layerSpec).min(1).max(mostLayers, `a network has at most ${mostLayers} layers`)
  })
  .refine(
    (spec) => new Set(spec.layers.map((layer) => layer.name)).size === spec.layers.length,
    'two layers have the same name'
  )
  .refine(
    // Asked although another check has failed: nothing is allocated by the number of channels.
    ({ pixels, inputShape: [, , channels] }) =>
      pixels === undefined || isSingleRange(pixels) || pixels.length === channels,
    'there must be one pixel range, or one for each channel'
  )
  .refine(
    ({ layers }) =>
      layers.every(({ inputs }) => inputs === undefined) || layers.every(({ name }) => name !== imageInput),
    `no layer can be called ${imageInput} if layers name their inputs: ${imageInput} is the network’s input`
  )
  // Networks that are the same are written the same.
  .overwrite((spec) => ({ ...spec, layers: unlinkLayers(spec.layers).map(withoutFalse) }))
function withoutFalse(layer: LayerSpec): LayerSpec {
  return layer.frozen === false ? setFrozen(layer, false) : layer
}

export type ModelSpec = z.infer<typeof modelSpec>
