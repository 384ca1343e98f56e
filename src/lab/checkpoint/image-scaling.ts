import { required } from '../../core/base/required'
import { z } from '../../core/base/schema'
import type { KerasReading } from '../../core/layers/keras-layer'
import type { PixelTransform } from '../../core/model/pixel-range'
import { foreignLayer } from './foreign-layer'
import { invalidCheckpoint } from './invalid-checkpoint'

/** Keras's classes that may say which pixels a network takes. */
export const scalesImages: ReadonlySet<string> = new Set(['Rescaling', 'Normalization'])

/** Keras divides by no less. */
const leastDeviation = 1e-7

const numbers: z.ZodType<readonly number[]> = z.lazy(() =>
  z.union([z.number().transform((one) => [one]), z.array(numbers).transform((all) => all.flat())])
)
/** As numbers, or as Keras writes an array. */
const written = z.union([
  numbers,
  z.object({ config: z.object({ value: numbers }) }).transform(({ config }) => config.value)
])
const lastAxis = z.union([z.literal(-1), z.literal(3)])
const normalization = z.object({
  axis: z
    .union(
      [
        lastAxis.transform(() => 'last' as const),
        z.tuple([lastAxis]).transform(() => 'last' as const),
        z.null(),
        z.tuple([])
      ],
      'only one mean and variance for each channel, or one for all, can be read'
    )
    .default('last'),
  mean: written.nullish(),
  variance: written.nullish(),
  invert: z.boolean().default(false)
})

/**
 * What a layer right behind the image does to its channels.
 * @param what the layer, for people
 * @throws LabError 'checkpoint-invalid'
 */
export function imageScaling(
  className: string,
  reading: KerasReading,
  channels: number,
  what: string
): readonly PixelTransform[] {
  const each = (all: readonly number[]): readonly number[] => {
    if (all.length === 1) return Array.from({ length: channels }, () => required(all[0], 'a number'))
    if (all.length === channels) return all
    throw reading.refuse(`has ${all.length} numbers for ${channels} channels`)
  }
  const paired = (
    first: readonly number[],
    second: readonly number[],
    transform: (a: number, b: number) => PixelTransform
  ): readonly PixelTransform[] => {
    const others = each(second)
    return each(first).map((a, channel) => transform(a, required(others[channel], 'a number')))
  }
  if (className === 'Rescaling') {
    const { scale, offset } = reading.parse(foreignLayer.rescaling)
    return paired([scale].flat(), [offset].flat(), (factor, term) => ({ scale: factor, offset: term }))
  }
  const { mean, variance, invert } = reading.parse(normalization)
  if (mean === null || mean === undefined || variance === null || variance === undefined) throw adapted(what)
  if (variance.some((one) => one < 0)) throw reading.refuse('has a negative variance')
  return paired(mean, variance, (middle, squared) => {
    const deviation = Math.max(Math.sqrt(squared), leastDeviation)
    return invert
      ? { scale: deviation, offset: middle }
      : { scale: 1 / deviation, offset: (0 - middle) / deviation }
  })
}

/** First one, then the other. */
export function composed(
  first: readonly PixelTransform[],
  second: readonly PixelTransform[]
): readonly PixelTransform[] {
  return first.map((before, channel) => {
    const { scale, offset } = required(second[channel], 'a transform of each channel')
    return { scale: before.scale * scale, offset: before.offset * scale + offset }
  })
}

function adapted(what: string): Error {
  return invalidCheckpoint(
    `${what} was adapted to images, so its mean and variance are not in its settings.`,
    'Give them to it, as Normalization(mean=…, variance=…), and save the network again.'
  )
}

/** The error for a Normalization elsewhere. */
export function notAtImage(what: string): Error {
  return invalidCheckpoint(
    `${what} is not right behind the image. Tenfold reads it only there.`,
    'Put it in front of all other layers, or a BatchNormalization in its place, and save the network again.'
  )
}
