import { z } from '../base/schema'
import { layerName } from './layer-name'

/** In a layer's `inputs`, the image that the network gets. */
export const imageInput = 'image'

/** Most values that one layer can put together. */
export const mostInputs = 16

/** What every layer has besides its type and settings. */
export const layerBase = {
  name: layerName,
  /** Names of the layers before it whose outputs it takes, or `image`; the layer before it where nothing is said. */
  inputs: z
    .array(layerName, 'the inputs of a layer are a list of names')
    .min(1, 'a layer takes at least one input')
    .max(mostInputs, `a layer takes at most ${mostInputs} inputs`)
    .optional(),
  frozen: z.undefined('only a layer with weights can be frozen').optional()
}
