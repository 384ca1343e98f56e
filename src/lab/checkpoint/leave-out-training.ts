import { required } from '../../core/base/required'
import { imageSource } from '../../core/layers/layer-kind'
import { refused } from './invalid-checkpoint'
import type { KerasNode } from './keras-node'

/** Keras's layers that hand on what they take, whatever it is, except while training; dropout is a layer here too. */
const trainingOnly: ReadonlySet<string> = new Set([
  'ActivityRegularization',
  'AlphaDropout',
  'AugMix',
  'CutMix',
  'GaussianDropout',
  'GaussianNoise',
  'MixUp',
  'RandAugment',
  'RandomBrightness',
  'RandomColorDegeneration',
  'RandomColorJitter',
  'RandomContrast',
  'RandomElasticTransform',
  'RandomErasing',
  'RandomFlip',
  'RandomGaussianBlur',
  'RandomGrayscale',
  'RandomHue',
  'RandomInvert',
  'RandomPerspective',
  'RandomPosterization',
  'RandomRotation',
  'RandomSaturation',
  'RandomSharpness',
  'RandomShear',
  'RandomTranslation',
  'RandomZoom',
  'SpatialDropout2D'
])

interface Layers {
  readonly nodes: readonly KerasNode[]
  /** Place of the one that gives the scores. */
  readonly output: number
}

/** The layers of a network that predicts, and the classes of those that were left out because they act only in training. */
export function leaveOutTraining({
  nodes,
  output
}: Layers): Layers & { readonly leftOut: readonly string[] } {
  const kept: KerasNode[] = []
  const leftOut = new Set<string>()
  /** Of each node: the place among the kept ones of what it hands on. */
  const places: number[] = []
  const placeOf = (source: number): number =>
    source === imageSource ? imageSource : required(places[source], 'a layer before')
  for (const node of nodes) {
    const sources = node.sources.map(placeOf)
    if (!trainingOnly.has(node.class_name)) {
      places.push(kept.push({ ...node, sources }) - 1)
      continue
    }
    const [only, ...others] = sources
    if (only === undefined || others.length > 0) throw refused(node.what, 'takes more than one input')
    leftOut.add(node.class_name)
    places.push(only)
  }
  return { nodes: kept, output: placeOf(output), leftOut: [...leftOut] }
}
