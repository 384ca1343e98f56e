import { type FieldName, isField } from '../../../core/settings/settings'
import type { LinkKey } from './link.svelte'

type Layer = `layer:${string}`

/** All that the guide has something to say about but the settings and the layers, which the network names. */
const things: Readonly<Record<Exclude<LinkKey, Layer | FieldName>, true>> = {
  imports: true,
  pixels: true,
  trainSet: true,
  testSet: true,
  shuffle: true,
  classes: true,
  network: true,
  mainGuard: true,
  modes: true,
  loss: true,
  zeroGrad: true,
  forward: true,
  backward: true,
  optimizerStep: true,
  finished: true,
  checkpoint: true,
  noGrad: true,
  predicted: true,
  matrix: true,
  accuracy: true,
  perClass: true,
  race: true,
  lossSurface: true,
  outputSize: true,
  softmax: true
}

const isThing = (text: string): text is keyof typeof things => Object.hasOwn(things, text)
const isLayer = (text: string): text is Layer => /^layer:[A-Za-z][A-Za-z0-9_]{0,39}$/.test(text)

/** What the guide is asked to speak of; undefined for what it does not know. */
export function readTopic(text: string): LinkKey | undefined {
  return isField(text) || isThing(text) || isLayer(text) ? text : undefined
}
