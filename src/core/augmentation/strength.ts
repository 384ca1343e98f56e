import { numberIn } from '../base/number-in'
import type { ImageDraws } from './image-draws'

/** The setting of a kind that multiplies: the factor is at most so far from 1. */
export const strength = (what: string): ReturnType<typeof numberIn> => numberIn(what, 0, 1)

/** A factor from 1 - strength to 1 + strength, as torchvision's `ColorJitter` draws it. */
export function drawFactor(strength: number, { epoch, inEpoch }: ImageDraws): number | undefined {
  return strength === 0 ? undefined : 1 + strength * (2 * inEpoch(epoch).nextFloat() - 1)
}
