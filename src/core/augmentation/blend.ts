import { required } from '../base/required'

/**
 * Mixes pixels with one grey value, factor : 1 - factor; beyond 1 away from it. In float32 and cut down to whole bytes,
 * as torchvision computes it.
 */
export function blend(pixels: Uint8Array, grey: number, factor: number): void {
  const share = Math.fround(factor)
  const rest = Math.fround(Math.fround(1 - factor) * grey)
  const blended = new Uint8Array(256).map((_, byte) =>
    Math.trunc(Math.min(255, Math.max(0, Math.fround(Math.fround(share * byte) + rest))))
  )
  for (let i = 0; i < pixels.length; i++) {
    pixels[i] = required(blended[required(pixels[i], 'a pixel')], 'a value for each byte')
  }
}
