export interface ChannelStatistics {
  readonly mean: number
  readonly deviation: number
}

/**
 * Mean and standard deviation of one channel of the activations of an image.
 * @param values f32[..., channels]
 */
export function channelStatistics(
  values: Float32Array,
  channels: number,
  channel: number
): ChannelStatistics {
  const own = values.filter((_, i) => i % channels === channel)
  const mean = own.reduce((sum, value) => sum + value, 0) / own.length
  const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length
  return { mean, deviation: Math.sqrt(variance) }
}
