import { mix, type Rgb, textOn } from './colour'

/** Of a theme, or of paper. */
export interface CellPalette {
  /** Beneath the cells. */
  readonly ground: Rgb
  /** Of a full cell. */
  readonly accent: Rgb
  readonly ink: Rgb
  readonly paper: Rgb
}

/** Even an empty cell is seen as one. */
const palest = 0.045

/**
 * A cell of the confusion matrix, shaded by its share of the row, and the colour in which its digits are read.
 * @param share in [0, 1]
 */
export function confusionColours(
  share: number,
  { ground, accent, ink, paper }: CellPalette
): { readonly ground: Rgb; readonly text: Rgb } {
  const shade = mix(ground, accent, palest + (1 - palest) * share)
  return { ground: shade, text: textOn(shade, ink, paper) }
}
