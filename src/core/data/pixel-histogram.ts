import { required } from '../base/required'
import type { ImageShape, Normalisation } from './dataset-info'

/** Values that a pixel can have. */
const pixelValues = 256
/** More digits of a mean would say nothing about other images. */
const digits = 4
/** All pixels the same: dividing by their deviation would blow up what differs in other images. */
const leastDeviation = 0.001

/** How often each value occurs in each channel of many images. */
export class PixelHistogram {
  /** u32-sized counts[channels][256] */
  readonly counts: readonly Float64Array[]
  readonly #plane: number
  readonly #shape: ImageShape

  constructor(shape: ImageShape) {
    const [height, width, channels] = shape
    this.#shape = shape
    this.counts = Array.from({ length: channels }, () => new Float64Array(pixelValues))
    this.#plane = height * width
  }

  /** @param image u8[channels, height, width] */
  add(image: Uint8Array): void {
    this.#count(image, 1)
  }

  /** @param image that was added before */
  remove(image: Uint8Array): void {
    this.#count(image, -1)
  }

  copy(): PixelHistogram {
    const copy = new PixelHistogram(this.#shape)
    copy.counts.forEach((counts, channel) => counts.set(required(this.counts[channel], 'a channel')))
    return copy
  }

  /**
   * Mean and standard deviation (of the population) of each channel, of pixels that are fractions of 255: what
   * torchvision's `Normalize` takes.
   * @throws Error before the first image
   */
  normalisation(): Normalisation {
    const channels = this.counts.map(momentsOf)
    return {
      mean: channels.map(({ mean }) => rounded(mean)),
      standardDeviation: channels.map(({ deviation }) => Math.max(leastDeviation, rounded(deviation)))
    }
  }

  #count(image: Uint8Array, by: 1 | -1): void {
    this.counts.forEach((counts, channel) => {
      const first = channel * this.#plane
      for (let at = first; at < first + this.#plane; at++) {
        const value = required(image[at], 'a pixel of each place')
        counts[value] = required(counts[value], 'a count of each value') + by
      }
    })
  }
}

function momentsOf(counts: Float64Array): { readonly mean: number; readonly deviation: number } {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) throw new Error('No image was counted')
  const mean = counts.reduce((sum, count, value) => sum + count * value, 0) / total
  const variance = counts.reduce((sum, count, value) => sum + count * (value - mean) ** 2, 0) / total
  return { mean: mean / 255, deviation: Math.sqrt(variance) / 255 }
}

const rounded = (value: number): number => Number(value.toFixed(digits))
