import { z } from '../base/schema'
import { namedLayers } from '../model/named-layers'
import { defaultOptimizers, isOptimizerType } from '../optimizers/optimizer-kinds'
import { lessonConfig } from './run-config'

const record = z.record(z.string(), z.unknown())

/**
 * A configuration that a person wrote, still to be parsed, with what was left out: the lesson's settings, the usual
 * knobs of its optimizer, the size of the lesson's images, and names for its layers.
 */
export function completedConfig(written: unknown): unknown {
  if (written === undefined) return lessonConfig
  const given = record.safeParse(written).data
  if (given === undefined) return written
  return {
    ...lessonConfig,
    ...given,
    optimizer: completedOptimizer(given['optimizer']),
    model: completedModel(given['model'])
  }
}

function completedOptimizer(written: unknown): unknown {
  if (written === undefined) return lessonConfig.optimizer
  const given = record.safeParse(written).data
  if (given === undefined) return written
  const { type = lessonConfig.optimizer.type } = given
  return typeof type === 'string' && isOptimizerType(type) ? { ...defaultOptimizers[type], ...given } : given
}

function completedModel(written: unknown): unknown {
  if (written === undefined) return lessonConfig.model
  const given = record.safeParse(written).data
  return given === undefined ? written : namedLayers({ inputShape: lessonConfig.model.inputShape, ...given })
}
