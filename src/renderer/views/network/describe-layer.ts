import { assertNever } from '../../../core/assert-never'
import { type LayerShape, outputSize } from '../../../core/infer-shapes'
import type { LayerSpec } from '../../../core/model-spec'
import type { Stage } from '../../state/stages'

type Pair = readonly [number, number]

/** `5×5` */
export const pair = ([height, width]: Pair): string => `${height}×${width}`

/** `28 × 28 × 6` */
export const shapeText = (shape: readonly number[]): string => shape.join(' × ')

/** Short, for a heading: `Conv 5×5`. */
export function layerTitle(layer: LayerSpec): string {
  switch (layer.type) {
    case 'conv2d':
      return `Conv ${pair(layer.kernelSize)}`
    case 'maxPool2d':
      return `Max pool ${pair(layer.poolSize)}`
    case 'averagePool2d':
      return `Mean pool ${pair(layer.poolSize)}`
    case 'relu':
      return 'ReLU'
    case 'tanh':
      return 'tanh'
    case 'sigmoid':
      return 'sigmoid'
    case 'flatten':
      return 'Flatten'
    case 'dense':
      return 'Dense'
    case 'dropout':
      return `Dropout ${layer.rate}`
    case 'batchNorm':
      return 'Batch norm'
    default:
      return assertNever(layer)
  }
}

/** What a layer is, in a sentence's words: `a convolution of 6 filters, 5×5`. */
export function layerKind(layer: LayerSpec): string {
  switch (layer.type) {
    case 'conv2d':
      return 'convolution'
    case 'maxPool2d':
      return 'max pooling'
    case 'averagePool2d':
      return 'average pooling'
    case 'relu':
    case 'tanh':
    case 'sigmoid':
      return 'activation'
    case 'flatten':
      return 'flatten'
    case 'dense':
      return 'fully connected layer'
    case 'dropout':
      return 'dropout'
    case 'batchNorm':
      return 'batch normalisation'
    default:
      return assertNever(layer)
  }
}

/** The line under a column's heading: how many, and what follows. */
export function stageSubtitle({ layers: [main, ...rest] }: Stage): string {
  const own =
    main.type === 'conv2d'
      ? [`${main.filters} ${main.filters === 1 ? 'filter' : 'filters'}`]
      : main.type === 'dense'
        ? [String(main.units)]
        : main.type === 'maxPool2d' || main.type === 'averagePool2d'
          ? [`stride ${main.strides[0] === main.strides[1] ? main.strides[0] : pair(main.strides)}`]
          : []
  const following = rest.map((layer) => (layer.type === 'batchNorm' ? 'norm' : layerTitle(layer)))
  return [...own, ...following].join(', ')
}

interface SlidingWindow {
  readonly window: Pair
  readonly strides: Pair
  readonly padding: Pair
}

/** How a layer's window slides; undefined for a layer without one. */
function slidingWindow(layer: LayerSpec): SlidingWindow | undefined {
  if (layer.type === 'conv2d') {
    return { window: layer.kernelSize, strides: layer.strides, padding: layer.padding }
  }
  if (layer.type === 'maxPool2d' || layer.type === 'averagePool2d') {
    return { window: layer.poolSize, strides: layer.strides, padding: [0, 0] }
  }
  return undefined
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
    const window = sliding.window[side]
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

/** A number for people: three decimals, and a true minus. */
export function figure(value: number, digits = 3): string {
  const text = value.toFixed(digits)
  return (Number(text) === 0 ? text.replace('-', '') : text).replace('-', '−')
}

/** 651720 -> `0.65 M`, 1234 -> `1,234` */
export function millions(value: number): string {
  return value >= 100_000 ? `${(value / 1e6).toFixed(2)} M` : value.toLocaleString('en')
}
