import type { SlidingWindow } from './layer-kind'
import { kindOf, type LayerShape, type LayerSpec } from './layer-kinds'
import { outputSize } from './window-size'

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

function slidingWindow(layer: LayerSpec): SlidingWindow | undefined {
  return kindOf(layer).slidingWindow(layer)
}
