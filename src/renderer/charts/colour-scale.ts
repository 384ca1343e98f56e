import { mix, type Rgb } from '../../core/maths/colour'

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
  return mix(ground, share < 0 ? below : above, Math.min(1, Math.abs(share)))
}

/** The magnitude that gets the full colour: one that 1 % of the values exceed, so that no single one dims the rest. */
export function fullScale(values: Float32Array): number {
  if (values.length === 0) return 1
  const sorted = values.map(Math.abs).sort()
  const largest = sorted[sorted.length - 1] ?? 0
  const high = sorted[Math.floor((sorted.length - 1) * 0.99)] ?? 0
  return (high > 0 ? high : largest) || 1
}
