import type { PixelScale } from '../../../core/exchange/pixel-scales'
import { type PixelRanges, samePixels } from '../../../core/model/pixel-range'
import { pixelWords } from '../../format/pixel-words'

/** One of the ranges that a network may take, chosen before anybody has, and why. */
export interface LikelyPixels {
  readonly scales: readonly PixelScale[]
  readonly id: string
  readonly why: string
}

/**
 * @param fileName of the file of the network
 * @param scales of the network
 * @param known what was said the last time, or what the network that the weights are put into takes
 */
export function likelyPixels(
  fileName: string,
  scales: readonly PixelScale[],
  normalised: PixelRanges,
  known: { readonly ranges: PixelRanges; readonly why: string } | undefined
): LikelyPixels {
  if (known !== undefined) {
    const same = scales.find(({ ranges }) => samePixels(ranges, known.ranges))
    if (same !== undefined) return { scales, id: same.id, why: known.why }
    const own = { id: 'known', text: pixelWords(known.ranges), ranges: known.ranges }
    return { scales: [own, ...scales], id: own.id, why: known.why }
  }
  if (/\.(keras|h5|hdf5|json)$/i.test(fileName))
    return { scales, id: 'unit', why: 'Programs with Keras usually divide pixels by 255.' }
  const own = scales.find(({ ranges }) => samePixels(ranges, normalised))
  return own === undefined
    ? { scales, id: 'signed', why: 'The lesson’s network takes this range.' }
    : { scales, id: own.id, why: 'Programs with PyTorch usually take a data set’s own normalisation.' }
}
