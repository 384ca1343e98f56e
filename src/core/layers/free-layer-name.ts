import { layerKinds, type LayerType } from './layer-kinds'

/** What a layer of this type is called by default: its stem, and the first number that is free. */
export function freeLayerName(type: LayerType, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const name = `${layerKinds[type].stem}${number}`
    if (!taken.has(name)) return name
  }
}
