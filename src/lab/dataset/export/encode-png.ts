import { PNG } from 'pngjs'
import type { ImageShape } from '../../../core/data/dataset-info'

/** PNG's own numbers for grey, colours, and colours with opacity. */
const colorTypes = { 1: 0, 3: 2, 4: 6 } as const

/**
 * A picture file with the very same pixels.
 * @param pixels u8[channels, height, width]
 */
export function encodePng(pixels: Uint8Array, [height, width, channels]: ImageShape): Buffer {
  const plane = height * width
  const data = Buffer.alloc(pixels.length)
  for (let channel = 0; channel < channels; channel++)
    for (let i = 0; i < plane; i++) data[i * channels + channel] = Number(pixels[channel * plane + i])
  const colorType = channels === 1 ? colorTypes[1] : channels === 3 ? colorTypes[3] : colorTypes[4]
  const picture = new PNG({ width, height })
  picture.data = data
  return PNG.sync.write(picture, { colorType, inputColorType: colorType, inputHasAlpha: channels === 4 })
}
