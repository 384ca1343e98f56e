import type { Normalisation } from '../data/dataset-info'
import { normalisedPixels, type PixelRanges, usualPixels } from '../model/pixel-range'

/** The range that a network most likely takes where its file does not say, and why. */
export interface LikelyPixels {
  readonly ranges: PixelRanges
  /** A sentence. */
  readonly why: string
}

/**
 * @param fileName of the network itself, where it came in an archive
 * @param channels of its images
 * @param normalisation of the data set that it is to be used with
 */
export function likelyPixels(fileName: string, channels: number, normalisation: Normalisation): LikelyPixels {
  if (/^keras_model\.h5$/i.test(fileName))
    return {
      ranges: usualPixels,
      why: 'Teachable Machine calls its files so, and its networks take this range.'
    }
  if (/\.(keras|h5|hdf5|json)$/i.test(fileName))
    return { ranges: [0, 1], why: 'Programs with Keras usually divide pixels by 255.' }
  return normalisation.mean.length === channels
    ? {
        ranges: normalisedPixels(normalisation),
        why: 'Programs with PyTorch usually take a data set’s own normalisation.'
      }
    : { ranges: usualPixels, why: 'The lesson’s network takes this range.' }
}
