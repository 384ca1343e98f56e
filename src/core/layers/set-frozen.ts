import { type LayerSpec, layerSpec } from './layer-kinds'

/** A layer with weights, frozen or not. */
export function setFrozen(layer: LayerSpec, frozen: boolean): LayerSpec {
  const settings = Object.entries(layer).filter(([key]) => key !== 'frozen')
  return layerSpec.parse({ ...Object.fromEntries(settings), ...(frozen ? { frozen } : {}) })
}
