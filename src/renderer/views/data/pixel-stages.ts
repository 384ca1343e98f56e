/** A colour of a pixel on its way to the network. */
export interface PixelStages {
  /** As in the file, 0 to 255. */
  readonly byte: number
  /** In [0, 1]. */
  readonly fraction: number
  /** What the network sees. */
  readonly normalised: number
}

/** @param mean and deviation: of the colour, see `Normalisation` */
export function pixelStages(byte: number, mean: number, deviation: number): PixelStages {
  const fraction = byte / 255
  return { byte, fraction, normalised: (fraction - mean) / deviation }
}

/** First row and column of a square around a pixel that stays inside the image. @param sides [height, width] of the image */
export function squareAround(
  [row, column]: readonly [number, number],
  size: number,
  [height, width]: readonly [number, number]
): readonly [number, number] {
  const start = (at: number, side: number): number =>
    Math.min(side - size, Math.max(0, at - Math.floor(size / 2)))
  return [start(row, height), start(column, width)]
}
