import { formatCount } from '../../../core/format/format-number'

/** How many images more or fewer: `+12`, `−3`. */
export function signedImages(images: number): string {
  return images > 0 ? `+${formatCount(images)}` : `−${formatCount(-images)}`
}
