import { formatCount } from '../../../core/format/format-number'
import type { SlidingWindow } from '../../../core/layers/layer-kind'
import { kindOf, type LayerShape, type LayerSpec } from '../../../core/layers/layer-kinds'
import { textOf } from '../../../core/layers/layer-texts'
import { outputSize } from '../../../core/layers/window-size'
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

function slidingWindow(layer: LayerSpec): SlidingWindow | undefined {
  return kindOf(layer).slidingWindow(layer)
}

export interface SizeFormula {
  readonly side: 'height' | 'width' | 'both'
  readonly size: number
  readonly window: number
  readonly padding: number
  readonly stride: number
  /** (W - F + 2P) / S + 1 before rounding down; with a fraction the last window would hang over the edge. */
  readonly exact: number
  readonly result: number
}

/** (W - F + 2P) / S + 1 with a layer's numbers: once where height and width are alike, else for each. */
export function sizeFormulas({ layer, input }: Pick<LayerShape, 'layer' | 'input'>): readonly SizeFormula[] {
  const sliding = slidingWindow(layer)
  if (sliding === undefined || input.length !== 3) return []
  const [height, width] = ([0, 1] as const).map((side) => {
    const size = input[side]
    const window = sliding.size[side]
    const padding = sliding.padding[side]
    const stride = sliding.strides[side]
    return {
      size,
      window,
      padding,
      stride,
      exact: (size - window + 2 * padding) / stride + 1,
      result: outputSize(size, window, stride, padding)
    }
  })
  if (height === undefined || width === undefined) return []
  return JSON.stringify(height) === JSON.stringify(width)
    ? [{ side: 'both', ...height }]
    : [
        { side: 'height', ...height },
        { side: 'width', ...width }
      ]
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
