import type { ToldOfNetwork } from '../../../lab/contract/told-of-network'
import type { WeightsFile } from './fitting-weights.svelte'

/** Of a network that its file says nothing of. */
export const told: ToldOfNetwork = {
  file: 'net.onnx',
  inputShape: [32, 32, 3],
  scores: 10,
  pixels: [-1, 1],
  pixelsFrom: 'nowhere',
  classes: null,
  labels: null,
  leftOut: [],
  asksChannels: true,
  misfit: null
}

export function weightsFile(file: Pick<WeightsFile, 'tensors' | 'networks'>): WeightsFile {
  return { kind: 'weights', remembered: null, ...file }
}
