/** Red, green and blue in 0 to 255. */
export type Rgb = readonly [number, number, number]

export interface ScaleColours {
  /** Of zero. */
  readonly ground: Rgb
  readonly above: Rgb
  readonly below: Rgb
}

/** `#0b6e69` or `#fff`, as tokens and minified tokens are written. */
export function parseHex(text: string): Rgb {
  const digits = text.trim().replace('#', '')
  const full = digits.length === 3 ? digits.replaceAll(/./g, '$&$&') : digits
  const value = Number.parseInt(full, 16)
  if (full.length !== 6 || Number.isNaN(value)) return [128, 128, 128]
  return [value >> 16, (value >> 8) & 255, value & 255]
}

/** From the ground to one of the two ends. @param share in [-1, 1] */
export function scaleColour({ ground, above, below }: ScaleColours, share: number): Rgb {
  const end = share < 0 ? below : above
  const t = Math.min(1, Math.abs(share))
  return [
    Math.round(ground[0] + (end[0] - ground[0]) * t),
    Math.round(ground[1] + (end[1] - ground[1]) * t),
    Math.round(ground[2] + (end[2] - ground[2]) * t)
  ]
}

/** The magnitude that gets the full colour: one that 1 % of the values exceed, so that no single one dims the rest. */
export function fullScale(values: Float32Array): number {
  if (values.length === 0) return 1
  const sorted = values.map(Math.abs).sort()
  const largest = sorted[sorted.length - 1] ?? 0
  const high = sorted[Math.floor((sorted.length - 1) * 0.99)] ?? 0
  return (high > 0 ? high : largest) || 1
}

/** Whether dark or light text is read better on a colour, by its relative luminance (WCAG 2.2). */
export function isLight([r, g, b]: Rgb): boolean {
  const linear = (byte: number): number => {
    const c = byte / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }
  // Where contrast with black and with white is the same.
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) > 0.179
}

export const cssColour = ([r, g, b]: Rgb): string => `rgb(${r} ${g} ${b})`
