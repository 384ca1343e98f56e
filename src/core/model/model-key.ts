import { linkLayers, unlinkLayers } from './linked-layers'
import type { ModelSpec } from './model-spec'

/** A text that is equal for equal networks, names and all, in whatever order their fields were written. */
export function modelKey({ layers, ...model }: ModelSpec): string {
  return JSON.stringify([sorted(model), unlinkLayers(linkLayers(layers)).map(sorted)])
}

function sorted(part: object): unknown {
  return Object.entries(part)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
}
