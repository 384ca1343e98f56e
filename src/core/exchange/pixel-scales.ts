import type { Normalisation } from '../data/dataset-info'
import { normalisedPixels, type PixelRanges, samePixels, usualPixels } from '../model/pixel-range'
import { hasColours } from '../data/channel-order'

/** A range of pixels that networks are trained with, by a name. */
export interface PixelScale {
  readonly id: string
  /** For people. */
  readonly text: string
  /** Of the colours red, green, blue, whatever order the network's file has them in. */
  readonly ranges: PixelRanges
}

const mean = [0.485, 0.456, 0.406]
const imageNet = normalisedPixels({ mean, standardDeviation: [0.229, 0.224, 0.225] })
const caffeMean = [123.68, 116.779, 103.939]

/** Of colour images: what torchvision's networks take, and those of Caffe and some of Keras's. */
const ofColours: readonly PixelScale[] = [
  { id: 'imagenet', text: 'ImageNet’s mean and deviation', ranges: imageNet },
  {
    id: 'caffe',
    text: '0 to 255, less ImageNet’s mean, as in Caffe',
    ranges: caffeMean.map((m): readonly [number, number] => [-m, 255 - m])
  }
]
const ofAll: readonly PixelScale[] = [
  { id: 'unit', text: '0 to 1', ranges: [0, 1] },
  { id: 'signed', text: '−1 to 1', ranges: usualPixels },
  { id: 'bytes', text: '0 to 255', ranges: [0, 255] }
]

interface Images {
  readonly name: string
  readonly normalisation: Normalisation
}

/** What pixels a network may take, where nobody has written it down. @param images that it is to be used with */
export function pixelScales(
  inputShape: readonly [number, number, number],
  { name, normalisation }: Images
): readonly PixelScale[] {
  const all = [...ofAll, ...(hasColours(inputShape) ? ofColours : [])]
  const ranges = normalisedPixels(normalisation)
  const own = `${name}’s own normalisation`
  if (all.some((scale) => samePixels(scale.ranges, ranges)))
    return all.map((scale) =>
      samePixels(scale.ranges, ranges) ? { ...scale, text: `${scale.text}: ${own}` } : scale
    )
  return normalisation.mean.length === inputShape[2] ? [...all, { id: 'own', text: own, ranges }] : all
}

/** By the name that the command line takes: `imagenet`, `caffe`. */
export function namedPixels(name: string): PixelRanges | undefined {
  return ofColours.find(({ id }) => id === name.trim().toLowerCase())?.ranges
}
export const pixelNames: readonly string[] = ofColours.map(({ id }) => id)
