import type { Layer } from './layer'

/** [N, H, W, C] -> [N, H*W*C]: the values already lie in that order. */
export const flatten: Layer = {
  parameters: [],
  forward: (input) => input,
  backward: (outputGradient) => outputGradient
}
