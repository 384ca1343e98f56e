import { countWeights, learningNote } from '../layers/count-weights'
import { formatCount } from '../format/format-number'
import { parameterShapes } from '../model/infer-shapes'
import type { ModelSpec } from '../model/model-spec'
import { networkDifferences } from '../model/network-differences'
import { differingFields } from '../base/differing-fields'
import type { RunConfig } from './run-config'
import { sayField } from './setting-values'
import { type SettingName, settingNames, settings } from './settings'

/** A setting of several runs, as people write it. */
export interface SettingRow {
  readonly name: SettingName
  readonly label: string
  /** One for each run; undefined where it has no such setting: the optimizer has no momentum. */
  readonly values: readonly (string | undefined)[]
  readonly differs: boolean
}

/** All settings of some runs side by side, those that none of them has left out. The first run is what others differ from. */
export function settingRows(configs: readonly RunConfig[]): readonly SettingRow[] {
  return settingNames.flatMap((name): SettingRow[] => {
    const values =
      name === 'network'
        ? networksInWords(configs.map(({ model }) => model))
        : configs.map((config) => sayField(config, name))
    if (values.every((value) => value === undefined)) return []
    return [{ name, label: settings[name].label, values, differs: new Set(values).size > 1 }]
  })
}

/** By their size; where sizes are the same and networks are not, also by how they differ from the first. */
function networksInWords([first, ...others]: readonly ModelSpec[]): readonly string[] {
  if (first === undefined) return []
  const size = (model: ModelSpec): string => {
    const weights = countWeights(parameterShapes(model))
    return `${formatCount(weights.all)} parameters${learningNote(weights)}`
  }
  const own = size(first)
  return [
    own,
    ...others.map((model) => {
      const same = size(model) === own && differingFields(model, first).length > 0
      return same ? `${size(model)}; ${networkDifferences(first, model).to}` : size(model)
    })
  ]
}
