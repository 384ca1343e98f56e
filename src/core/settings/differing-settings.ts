import { differingFields } from '../base/differing-fields'
import type { RunConfig } from './run-config'
import { differingFieldNames } from './setting-values'
import { settings } from './settings'

/** What differs between two configurations, as people call it: `momentum`, `network`. */
export function differingSettings(one: RunConfig, other: RunConfig): readonly string[] {
  const fields = differingFieldNames(one, other).map((name) => settings[name].noun)
  return differingFields(one.model, other.model).length === 0 ? fields : [settings.network.noun, ...fields]
}
