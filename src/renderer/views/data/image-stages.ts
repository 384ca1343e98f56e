import { required } from '../../../core/base/required'
import type { DatasetInfo } from '../../../core/data/dataset-info'
import { channelName } from '../../format/channel-name'
import { fixedDecimal } from '../../../core/format/fixed-decimal'
import { pixelStages, type PixelStages, squareAround } from './pixel-stages'

export interface Channel {
  readonly name: string
  /** What is taken off, and what is then divided by. */
  readonly mean: number
  readonly deviation: number
}

export interface SquarePixel {
  readonly stages: PixelStages
  /** The one that the square is around. */
  readonly chosen: boolean
}

/** One image of a data set on its way to the network: every value at every stage. */
export class ImageStages {
  readonly channels: readonly Channel[]
  /** The means and deviations, where all channels have the same. */
  readonly common: Omit<Channel, 'name'> | undefined
  readonly #planes: Uint8Array
  readonly #height: number
  readonly #width: number

  /** @param planes u8[channels, height, width] */
  constructor(planes: Uint8Array, { shape, normalisation }: Pick<DatasetInfo, 'shape' | 'normalisation'>) {
    const [height, width, count] = shape
    this.#planes = planes
    this.#height = height
    this.#width = width
    this.channels = Array.from({ length: count }, (_, channel) => ({
      name: channelName(channel, count),
      mean: required(normalisation.mean[channel], 'a mean of each channel'),
      deviation: required(normalisation.standardDeviation[channel], 'a deviation of each channel')
    }))
    const [first] = this.channels
    const isCommon = this.channels.every(
      ({ mean, deviation }) => mean === first?.mean && deviation === first.deviation
    )
    this.common = isCommon ? first : undefined
  }

  at(channel: number, row: number, column: number): PixelStages {
    const { mean, deviation } = required(this.channels[channel], 'a channel of the image')
    const byte = required(
      this.#planes[channel * this.#area + row * this.#width + column],
      'a byte of each pixel'
    )
    return pixelStages(byte, mean, deviation)
  }

  /** One channel as a picture of its own: the other colours are dark; grey and opacity have none. */
  plane(channel: number): Uint8Array {
    const area = this.#area
    const isColour = this.channels.length > 1 && channel < 3
    const alone = new Uint8Array(isColour ? 3 * area : area)
    alone.set(this.#planes.subarray(channel * area, (channel + 1) * area), isColour ? channel * area : 0)
    return alone
  }

  /** Where the square around a pixel begins: it stays in the image. */
  corner(pixel: readonly [number, number], size: number): readonly [number, number] {
    return squareAround(pixel, size, [this.#height, this.#width])
  }

  /** One channel of the square around a pixel, row by row. */
  square(channel: number, pixel: readonly [number, number], size: number): readonly SquarePixel[] {
    const [top, left] = this.corner(pixel, size)
    return Array.from({ length: size * size }, (_, i) => {
      const [row, column] = [top + Math.floor(i / size), left + (i % size)]
      return { stages: this.at(channel, row, column), chosen: row === pixel[0] && column === pixel[1] }
    })
  }

  /** A pixel for people who cannot see it: where it is, and its channels at each stage. */
  inWords([row, column]: readonly [number, number]): string {
    const values = this.channels.map(({ name }, channel) => {
      const { byte, fraction, normalised } = this.at(channel, row, column)
      return `${name} ${byte}, ${fixedDecimal(fraction, 3)}, ${fixedDecimal(normalised, 3)}`
    })
    return `row ${row + 1}, column ${column + 1}: ${values.join('; ')}`
  }

  get #area(): number {
    return this.#height * this.#width
  }
}
