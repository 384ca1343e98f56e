import type { RunConfig } from '../../core/run-config'
import { type PixelRange, withPixels } from '../../core/pixel-range'

/** Anything with a configuration, for a network that takes these pixels: a user may have said so after it was stored. */
export function withRunPixels<T extends { readonly config: RunConfig }>(
  value: T,
  pixels: PixelRange
): Omit<T, 'config'> & { readonly config: RunConfig } {
  const { config } = value
  return { ...value, config: { ...config, model: withPixels(config.model, pixels) } }
}
