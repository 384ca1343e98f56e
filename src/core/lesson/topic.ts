import type { CodeLink } from '../code/code-line'
import { type FieldName, isField } from '../settings/settings'

/** What the guide can speak of: what a line of code belongs to, or a picture that no line has. */
export type Topic =
  | CodeLink
  | 'race'
  | 'lossSurface'
  | 'recipes'
  | 'mirrored'
  | 'precision'
  | 'topTwo'
  | 'calibration'
  | 'seeds'
  | 'outputSize'
  | 'softmax'
  | 'next'

type LayerTopic = `layer:${string}`
/** All that the guide has something to say about but the settings and the layers, which the network names. */
export type Thing = Exclude<Topic, LayerTopic | FieldName>

const things: Readonly<Record<Thing, true>> = {
  imports: true,
  pixels: true,
  augmentation: true,
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
  recipes: true,
  mirrored: true,
  precision: true,
  topTwo: true,
  calibration: true,
  seeds: true,
  outputSize: true,
  softmax: true,
  next: true
}

const isThing = (text: string): text is Thing => Object.hasOwn(things, text)
const isLayer = (text: string): text is LayerTopic => /^layer:[A-Za-z][A-Za-z0-9_]{0,39}$/.test(text)

/** @returns undefined for what the guide does not know */
export function readTopic(text: string): Topic | undefined {
  return isField(text) || isThing(text) || isLayer(text) ? text : undefined
}
