import { Random } from '../../src/core/maths/random'
import { volume } from '../../src/core/layers/shape'

type InputShape = readonly [number, number, number]

/** u8[count, channels, height, width] */
export function someImages(count: number, inputShape: InputShape): Uint8Array {
  const random = Random.seeded(7)
  return Uint8Array.from({ length: count * volume(inputShape) }, () => random.nextBelow(256))
}

/** [N, channels, height, width] -> [N, height, width, channels] */
export function channelsLast(images: Uint8Array, [height, width, channels]: InputShape): Uint8Array {
  const plane = height * width
  return images.map((_, i) => {
    const image = Math.floor(i / (plane * channels))
    const place = Math.floor(i / channels) % plane
    return images[(image * channels + (i % channels)) * plane + place] ?? NaN
  })
}
