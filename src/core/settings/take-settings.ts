import { runConfig, type RunConfig } from './run-config'
import { fieldValues, withValues } from './setting-values'
import type { SettingName } from './settings'

/**
 * A configuration with some settings of another. The optimizer comes with its knobs; a knob alone is taken where the
 * optimizer has it.
 */
export function takeSettings(base: RunConfig, from: RunConfig, names: readonly SettingName[]): RunConfig {
  const start = names.includes('optimizer') ? { ...base, optimizer: from.optimizer } : base
  const values = fieldValues(from)
  const taken = names.flatMap((name) => {
    if (name === 'network' || name === 'optimizer') return []
    const value = values[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  const config = runConfig.parse(withValues(start, taken))
  return names.includes('network') ? { ...config, model: from.model } : config
}
