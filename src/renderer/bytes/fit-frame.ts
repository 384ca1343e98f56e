/** In pixels. */
interface Size {
  readonly width: number
  readonly height: number
}

/** The largest part around the centre of a frame that has the target's proportions: what `cover` keeps of an image. */
export function coveredPart(
  frame: Size,
  target: Size
): Size & { readonly left: number; readonly top: number } {
  const scale = Math.max(target.width / frame.width, target.height / frame.height)
  const width = target.width / scale
  const height = target.height / scale
  return { left: (frame.width - width) / 2, top: (frame.height - height) / 2, width, height }
}

/**
 * Pixels of a canvas -> u8[channels, height, width]. One channel is the luma after ITU-R 601, rounded as where image files
 * are decoded; a fourth is opacity.
 * @param pixels u8[height, width, 4] of something that cannot be seen through
 */
export function planesOf(pixels: Uint8ClampedArray, channels: number): Uint8Array {
  const area = pixels.length / 4
  const planes = new Uint8Array(channels * area)
  for (let at = 0; at < area; at++) {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(4 * at, 4 * at + 3)
    if (channels === 1) planes[at] = (19595 * red + 38470 * green + 7471 * blue + 32768) >> 16
    else
      for (const [channel, value] of [red, green, blue, 255].slice(0, channels).entries())
        planes[channel * area + at] = value
  }
  return planes
}
