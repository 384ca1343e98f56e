import type { LikelyPixels } from '../../../core/exchange/likely-pixels'
import type { PixelScale } from '../../../core/exchange/pixel-scales'
import { samePixels } from '../../../core/model/pixel-range'
import { pixelWords } from '../../format/pixel-words'

/** The ranges that people choose from; the one that is chosen before anybody has, and why. */
export interface OfferedPixels {
  readonly scales: readonly PixelScale[]
  readonly id: string
  readonly why: string
}

/** @param scales the usual ones; the likely one is added where it is none of them */
export function offeredPixels(scales: readonly PixelScale[], { ranges, why }: LikelyPixels): OfferedPixels {
  const same = scales.find((scale) => samePixels(scale.ranges, ranges))
  if (same !== undefined) return { scales, id: same.id, why }
  const own = { id: 'known', text: pixelWords(ranges), ranges }
  return { scales: [own, ...scales], id: own.id, why }
}
