/**
 * u8[channels, height, width] -> u8[height, width, 4] of a canvas. One channel is grey, three are red, green and blue,
 * and a fourth is opacity.
 */
export function paintPlanes(planes: Uint8Array, pixels: Uint8ClampedArray): void {
  const area = pixels.length / 4
  const channels = planes.length / area
  if (channels === 1) {
    for (const [i, grey] of planes.entries()) pixels.set([grey, grey, grey, 255], 4 * i)
    return
  }
  for (let i = 0; i < area; i++) pixels[4 * i + 3] = 255
  for (let channel = 0; channel < channels; channel++) {
    for (const [i, byte] of planes.subarray(channel * area, (channel + 1) * area).entries()) {
      pixels[4 * i + channel] = byte
    }
  }
}
