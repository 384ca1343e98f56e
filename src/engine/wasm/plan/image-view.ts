/** How one image's activations lie in memory: [height, width, channels] float32 inside a border of zeros. */
export interface ImageView {
  readonly height: number
  readonly width: number
  readonly channels: number
  readonly pixelBytes: number
  /** From one row to the next, border included. */
  readonly rowBytes: number
  /** From the corner of the border to the first pixel. */
  readonly origin: number
  /** All of it, with room for a vector that starts at the last value. */
  readonly bytes: number
}

/** @param border rows above and below, columns to the left and right: the padding of the convolution that reads it */
export function imageView(
  [height, width, channels]: readonly [number, number, number],
  border: readonly [number, number]
): ImageView {
  const pixelBytes = channels * 4
  const rowBytes = (width + 2 * border[1]) * pixelBytes
  return {
    height,
    width,
    channels,
    pixelBytes,
    rowBytes,
    origin: border[0] * rowBytes + border[1] * pixelBytes,
    bytes: (height + 2 * border[0]) * rowBytes + 16
  }
}

/** The same image inside a narrower border, and how many bytes later that begins. */
export function narrowedView(
  view: ImageView,
  border: readonly [number, number]
): { readonly view: ImageView; readonly shift: number } {
  const origin = border[0] * view.rowBytes + border[1] * view.pixelBytes
  const shift = view.origin - origin
  return { view: { ...view, origin, bytes: view.bytes - shift }, shift }
}

/** Rows of zeros above the first pixel, and as many below the last. */
export function borderRows({ origin, rowBytes }: ImageView): number {
  return Math.floor(origin / rowBytes)
}
