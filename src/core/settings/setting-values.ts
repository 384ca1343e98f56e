import { isKnob, type KnobName } from '../optimizers/knobs'
import { defaultOptimizers, knobsOf, type OptimizerType } from '../optimizers/optimizer-kinds'
import type { RunConfig } from './run-config'
import type { OwnFieldName } from './run-schemas'
import { sayValue, type SettingValue } from './setting-form'
import { type FieldName, fieldNames, fields } from './settings'

type Values<K extends FieldName> = Readonly<Record<K, SettingValue>>

/** A configuration field by field, without the knobs that its optimizer does not have. */
export function fieldValues({
  model: _model,
  optimizer: { type, ...knobs },
  ...own
}: RunConfig): Values<OwnFieldName | 'optimizer'> & Partial<Values<KnobName>> {
  return { ...own, optimizer: type, ...knobs }
}

/** Another optimizer comes with its own usual knobs; the one that is there keeps its own. */
export function withOptimizer(config: RunConfig, type: OptimizerType): RunConfig {
  return type === config.optimizer.type ? config : { ...config, optimizer: defaultOptimizers[type] }
}

/**
 * A configuration with some values in place of its own, still to be parsed. Values of knobs that its optimizer does not
 * have are left out.
 */
export function withValues(
  { optimizer, ...config }: RunConfig,
  values: readonly (readonly [FieldName, SettingValue])[]
): object {
  const own = values.filter(([name]) => name !== 'optimizer' && !isKnob(name))
  const knobs = values.filter(([name]) => isKnob(name) && knobsOf(optimizer.type).includes(name))
  const type = values.find(([name]) => name === 'optimizer')?.[1] ?? optimizer.type
  return {
    ...config,
    ...Object.fromEntries(own),
    optimizer: { ...optimizer, ...Object.fromEntries(knobs), type }
  }
}

/** For people; undefined for a knob that the optimizer does not have. */
export function sayField(config: RunConfig, name: FieldName): string | undefined {
  const value = fieldValues(config)[name]
  return value === undefined ? undefined : sayValue(fields[name].form, value)
}

/** The knobs of different optimizers cannot be compared, except for the learning rate, which all of them have. */
export function comparableFields(sameOptimizer: boolean): readonly FieldName[] {
  return sameOptimizer ? fieldNames : fieldNames.filter((name) => name === 'learningRate' || !isKnob(name))
}

export function differingFieldNames(one: RunConfig, other: RunConfig): readonly FieldName[] {
  const [before, after] = [fieldValues(one), fieldValues(other)]
  return comparableFields(before.optimizer === after.optimizer).filter((name) => before[name] !== after[name])
}
