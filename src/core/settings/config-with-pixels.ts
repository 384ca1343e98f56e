import { type PixelRanges, withPixels } from '../model/pixel-range'
import type { RunConfig } from './run-config'

/** The configuration with a network that takes these pixels: a user may say so after it was stored. */
export function configWithPixels(config: RunConfig, pixels: PixelRanges): RunConfig {
  return { ...config, model: withPixels(config.model, pixels) }
}
