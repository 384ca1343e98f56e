import { differingFields } from '../base/differing-fields'
import type { RunConfig } from './run-config'
import { differingFieldNames } from './setting-values'
import { settings } from './settings'

/** Whether two configurations train the same, wherever and with however many hands. */
export function computeTheSame(one: RunConfig, other: RunConfig): boolean {
  return (
    differingFields(one.model, other.model).length === 0 &&
    differingFieldNames(one, other).every((name) => settings[name].means === true)
  )
}
