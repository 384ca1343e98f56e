/** Pixels as decoders give them. */
export interface Raster {
  /** u8[height, width, channels], sRGB; opacity is not multiplied in. */
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
  /** 1 grey; 2 grey and opacity; 3 RGB; 4 RGB and opacity. */
  readonly channels: number
}
