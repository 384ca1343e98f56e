import { formatCount } from '../../../core/format/format-number'
import type { LayerSpec } from '../../../core/layers/layer-kinds'
import { textOf } from '../../../core/layers/layer-texts'
import type { SizeFormula } from '../../../core/layers/size-formulas'
import type { Stage } from '../../state/model/stages'

/** `28 × 28 × 6`, `1,024` */
export const shapeText = (shape: readonly number[]): string => shape.map(formatCount).join(' × ')

/** Short, for a heading: `Conv 5×5`. */
export function layerTitle(layer: LayerSpec): string {
  return textOf(layer).title(layer)
}

/** The line under a column's heading: how many, and what follows. */
export function stageSubtitle({ layers: [main, ...rest] }: Stage): string {
  const own = subtitle(main)
  return [...(own === undefined ? [] : [own]), ...rest.map(short)].join(', ')
}

/** Names of a stage's layers that are frozen. */
export function frozenIn({ layers }: Stage): readonly string[] {
  return layers.flatMap(({ name, frozen }) => (frozen === true ? [name] : []))
}

function subtitle(layer: LayerSpec): string | undefined {
  return textOf(layer).subtitle(layer)
}

function short(layer: LayerSpec): string {
  return textOf(layer).short(layer)
}

/** `(32−5+0)/1+1` */
export function formulaText({ size, window, padding, stride }: SizeFormula): string {
  return `(${size}−${window}+${padding === 0 ? '0' : `2·${padding}`})/${stride}+1`
}

/** Empty, or `14.5, so ` where the result is rounded down. */
export function unevenText({ exact }: SizeFormula): string {
  return Number.isInteger(exact) ? '' : `${Number(exact.toFixed(2))}, so `
}

/** 651720 -> `0.65 M`, 1234 -> `1,234` */
export function millions(value: number): string {
  return value >= 100_000 ? `${(value / 1e6).toFixed(2)} M` : formatCount(value)
}
