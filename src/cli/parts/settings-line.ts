import { countWeights, learningNote } from '../../core/layers/count-weights'
import { parameterShapes } from '../../core/model/infer-shapes'
import { lessonConfig, type RunConfig } from '../../core/settings/run-config'
import { differingSettings } from '../../core/settings/differing-settings'
import { fieldValues, withOptimizer } from '../../core/settings/setting-values'
import { fieldNames, fields, settings } from '../../core/settings/settings'
import { formatCount } from '../../core/format/format-number'

/** The settings of a run that people look for first, and all others that are not as in the lesson, or usual for its optimizer. */
export function settingsLine(config: RunConfig): string {
  const values = fieldValues(config)
  const changed = differingSettings(config, withOptimizer(lessonConfig, config.optimizer.type))
  const parts = fieldNames.flatMap((name) => {
    const { noun, place } = fields[name]
    const value = values[name]
    if (value === undefined || (place !== 'open' && !changed.includes(noun))) return []
    return [`${noun} ${value}`]
  })
  const { noun } = settings.network
  const weights = countWeights(parameterShapes(config.model))
  const network = `${noun} of ${formatCount(weights.all)} parameters${learningNote(weights)}`
  return [...parts, ...(changed.includes(noun) ? [network] : [])].join(', ')
}
