import { normalisation } from '../../../core/data/image-set'

/** A colour of a pixel on its way to the network. */
export interface PixelStages {
  /** As in the file, 0 to 255. */
  readonly byte: number
  /** In [0, 1]. */
  readonly fraction: number
  /** In [-1, 1]: what the network sees. */
  readonly normalised: number
}

export function pixelStages(byte: number): PixelStages {
  const fraction = byte / 255
  return { byte, fraction, normalised: (fraction - normalisation.mean) / normalisation.standardDeviation }
}

/** A number with a fixed count of decimals, and with a minus as printed. */
export function formatSigned(value: number, digits: number): string {
  const text = value.toFixed(digits)
  return (Number(text) === 0 ? text.replace('-', '') : text).replace('-', '−')
}

/** First row and column of a square around a pixel that stays inside the image. @param side of the image */
export function squareAround(
  [row, column]: readonly [number, number],
  size: number,
  side: number
): readonly [number, number] {
  const start = (at: number): number => Math.min(side - size, Math.max(0, at - Math.floor(size / 2)))
  return [start(row), start(column)]
}
