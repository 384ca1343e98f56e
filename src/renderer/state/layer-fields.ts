import { layerSpec, type LayerSpec } from '../../core/model-spec'
import { readDecimal, readWholeNumber } from '../../core/read-number'

/** A number of a layer that can be edited. */
export interface LayerField {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly whole: boolean
  readonly with: (value: number) => LayerSpec
}

type Pair = readonly [number, number]

/** Two fields, for rows and for columns. */
function pairFields(
  labels: readonly [string, string],
  [rows, columns]: Pair,
  range: Pair,
  changed: (pair: [number, number]) => LayerSpec
): LayerField[] {
  const [min, max] = range
  return [
    { label: labels[0], value: rows, min, max, whole: true, with: (value) => changed([value, columns]) },
    { label: labels[1], value: columns, min, max, whole: true, with: (value) => changed([rows, value]) }
  ]
}

const window: Pair = [1, 64]
const padding: Pair = [0, 32]
const strideLabels = ['Stride, down', 'Stride, across'] as const

export function layerFields(layer: LayerSpec): readonly LayerField[] {
  switch (layer.type) {
    case 'conv2d':
      return [
        {
          label: 'Filters',
          value: layer.filters,
          min: 1,
          max: 1024,
          whole: true,
          with: (filters) => ({ ...layer, filters })
        },
        ...pairFields(['Kernel height', 'Kernel width'], layer.kernelSize, window, (kernelSize) => ({
          ...layer,
          kernelSize
        })),
        ...pairFields(strideLabels, layer.strides, window, (strides) => ({ ...layer, strides })),
        ...pairFields(['Padding, down', 'Padding, across'], layer.padding, padding, (pad) => ({
          ...layer,
          padding: pad
        }))
      ]
    case 'maxPool2d':
    case 'averagePool2d':
      return [
        ...pairFields(['Window height', 'Window width'], layer.poolSize, window, (poolSize) => ({
          ...layer,
          poolSize
        })),
        ...pairFields(strideLabels, layer.strides, window, (strides) => ({ ...layer, strides }))
      ]
    case 'dense':
      return [
        {
          label: 'Units',
          value: layer.units,
          min: 1,
          max: 8192,
          whole: true,
          with: (units) => ({ ...layer, units })
        }
      ]
    case 'dropout':
      return [
        {
          label: 'Rate',
          value: layer.rate,
          min: 0,
          max: 0.99,
          whole: false,
          with: (rate) => ({ ...layer, rate })
        }
      ]
    case 'batchNorm':
      return [
        {
          label: 'Momentum',
          value: layer.momentum,
          min: 0,
          max: 1,
          whole: false,
          with: (momentum) => ({ ...layer, momentum })
        },
        {
          label: 'Epsilon',
          value: layer.epsilon,
          min: 1e-12,
          max: 1,
          whole: false,
          with: (epsilon) => ({ ...layer, epsilon })
        }
      ]
    case 'relu':
    case 'tanh':
    case 'sigmoid':
    case 'flatten':
      return []
  }
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
  const range = `from ${field.min.toLocaleString('en', { maximumFractionDigits: 12 })} to ${field.max.toLocaleString('en')}`
  return { error: `${field.whole ? 'A whole number' : 'A number'} ${range}.` }
}
