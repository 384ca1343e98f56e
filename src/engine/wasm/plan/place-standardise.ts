import { channelCount, type Shape, volume } from '../../../core/layers/shape'
import { align } from './arena'
import type { Standardise } from './plan'

/** As rows of dense layers are padded, so that both can be normalised. */
const paddedTo = 8

/** Bytes of one value for each channel. */
export function vectorBytes({ channels }: Pick<Standardise, 'channels'>): number {
  return align(channels, paddedTo) * 4
}

/** Bytes of an image's statistics. */
export function statisticsBytes(stage: Pick<Standardise, 'channels'>): number {
  return 2 * vectorBytes(stage)
}

interface Allocate {
  readonly parameter: (bytes: number, learns: boolean) => number
  readonly batch: (bytes: number) => number
}

/**
 * @param learns whether gamma and beta do
 * @param allocate gives addresses for so many bytes: of weights, and of what belongs to a batch
 */
export function placeStandardise(
  { name, momentum, epsilon }: Pick<Standardise, 'name' | 'momentum' | 'epsilon'>,
  input: Shape,
  batchSize: number,
  learns: boolean,
  allocate: Allocate
): Standardise {
  const channels = channelCount(input)
  const bytes = vectorBytes({ channels })
  const parameter = (): number => allocate.parameter(bytes, learns)
  const vector = (): number => allocate.batch(bytes)
  return {
    kind: 'standardise',
    name,
    momentum,
    epsilon,
    channels,
    pixels: volume(input) / channels,
    gamma: parameter(),
    beta: parameter(),
    movingMean: parameter(),
    movingVariance: parameter(),
    statistics: allocate.batch(batchSize * statisticsBytes({ channels })),
    mean: vector(),
    inverseDeviation: vector(),
    scale: vector(),
    gradients: learns ? { gamma: vector(), beta: vector() } : undefined,
    slope: vector(),
    shift: vector()
  }
}
