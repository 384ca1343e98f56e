import { z } from '../base/schema'
import { layerBase } from './layer-base'

/** What every layer with weights has besides its type and settings. */
export const weightedBase = {
  ...layerBase,
  /**
   * Its weights stay as they are while the rest of the network learns: they have no gradients, and no optimizer keeps
   * anything for them. What a layer averages itself goes on being averaged. In a network, a layer that learns does not have
   * the field.
   */
  frozen: z.boolean('frozen must be true or false').optional()
}
