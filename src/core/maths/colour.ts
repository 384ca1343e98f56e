/** Red, green and blue, each 0 to 255. */
export type Rgb = readonly [number, number, number]

const black: Rgb = [0, 0, 0]
const white: Rgb = [255, 255, 255]

/** WCAG 2.2 AA for text of the sizes here. */
export const readable = 4.5

/** From one colour to another. @param share in [0, 1] */
export const mix = (from: Rgb, to: Rgb, share: number): Rgb => [
  Math.round(from[0] + (to[0] - from[0]) * share),
  Math.round(from[1] + (to[1] - from[1]) * share),
  Math.round(from[2] + (to[2] - from[2]) * share)
]

/** As CSS writes it. */
export const cssColour = ([r, g, b]: Rgb): string => `rgb(${r} ${g} ${b})`

/** WCAG 2.2 contrast ratio, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [one, other] = [luminance(a), luminance(b)]
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
}

/**
 * The colour for text on a ground, whatever the ground is: of the two given ones that which is read better. On grounds
 * in the middle neither need be readable; there it is black or white, one of which always is.
 */
export function textOn(ground: Rgb, ink: Rgb, paper: Rgb): Rgb {
  const better = (a: Rgb, b: Rgb): Rgb => (contrast(ground, a) >= contrast(ground, b) ? a : b)
  const own = better(ink, paper)
  return contrast(ground, own) >= readable ? own : better(black, white)
}

/** Relative luminance, 0 to 1. */
function luminance([r, g, b]: Rgb): number {
  const linear = (byte: number): number => {
    const value = byte / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}
