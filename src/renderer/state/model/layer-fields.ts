import type { FieldRange } from '../../../core/layers/layer-kind'
import { kindOf, type LayerSpec, layerSpec } from '../../../core/layers/layer-kinds'
import { textOf } from '../../../core/layers/layer-texts'
import { readDecimal, readWholeNumber } from '../../../core/base/read-number'
import { z } from '../../../core/base/schema'
import { formatLimit } from '../../../core/format/format-number'

/** A number of a layer that can be edited. */
export interface LayerField extends FieldRange {
  readonly label: string
  readonly value: number
  /** The layer with another number there. */
  readonly with: (value: number) => object
}

/** A setting is a number, or two: for rows and for columns. */
const settingValue = z.union([z.number(), z.tuple([z.number(), z.number()])])

export function layerFields(layer: LayerSpec): readonly LayerField[] {
  const ranges = Object.entries<FieldRange>(kindOf(layer).fields)
  const labels = new Map(Object.entries<string | readonly [string, string]>(textOf(layer).fields))
  const values = new Map(Object.entries<unknown>(layer))
  return ranges.flatMap(([key, range]): LayerField[] => {
    const label = labels.get(key)
    const value = settingValue.parse(values.get(key))
    const changed = (setting: number | readonly [number, number]): object => ({ ...layer, [key]: setting })
    if (typeof value === 'number' && typeof label === 'string') {
      return [{ ...range, label, value, with: changed }]
    }
    if (typeof value === 'number' || typeof label !== 'object') {
      throw new Error(`${layer.type}.${key} has labels of another kind`)
    }
    const [rows, columns] = value
    return [
      { ...range, label: label[0], value: rows, with: (n) => changed([n, columns]) },
      { ...range, label: label[1], value: columns, with: (n) => changed([rows, n]) }
    ]
  })
}

/**
 * What one press of an arrow key makes of a field's number: whole ones go by ones, numbers over several powers of ten
 * (a batch normalisation's epsilon) by halves, shares by twentieths.
 */
export function nextValue({ whole, min, max }: FieldRange, value: number, direction: 1 | -1): number {
  const step = whole ? 1 : max > 0.99 && min > 0 ? value * 0.5 : 0.05
  const next = Math.round((value + direction * step) * 1e12) / 1e12
  return Math.min(max, Math.max(min, next))
}

/** A layer with what was typed into one of its fields, or what is wrong with it. */
export function typedInto(
  field: LayerField,
  text: string
): { readonly layer: LayerSpec } | { readonly error: string } {
  const value = field.whole ? readWholeNumber(text) : readDecimal(text)
  const fits = value >= field.min && value <= field.max && (!field.whole || Number.isInteger(value))
  const result = layerSpec.safeParse(field.with(value))
  if (fits && result.success) return { layer: result.data }
  const range = `from ${formatLimit(field.min)} to ${formatLimit(field.max)}`
  return { error: `${field.whole ? 'A whole number' : 'A number'} ${range}.` }
}
