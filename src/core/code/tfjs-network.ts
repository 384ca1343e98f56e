import { assertNever } from '../assert-never'
import type { LayerShape } from '../infer-shapes'
import type { LayerSpec } from '../model-spec'
import { type CodeLine, call, codeLine, comment, name } from './code-line'

/**
 * The network as a layers model of TensorFlow.js. Weights start as PyTorch's do: uniform in ±1/sqrt(fan in).
 * @param inputShape [height, width, channels]
 * @param shapes of the layers, as far as their sizes fit
 * @param misfit the layer at which they stop fitting
 */
export function tfjsNetwork(
  inputShape: readonly number[],
  seed: number,
  shapes: readonly LayerShape[],
  misfit?: LayerSpec
): readonly CodeLine[] {
  return [
    codeLine('seed')`let seed = ${seed}`,
    codeLine('network')`function uniform(fanIn) {`,
    codeLine('network')`  const maxval = 1 / Math.sqrt(fanIn)`,
    codeLine('network')`  const range = { minval: -maxval, maxval }`,
    codeLine('seed')`  const draw = { ...range, seed: seed++ }`,
    codeLine('network')`  return tf.initializers.randomUniform(draw)`,
    codeLine('network')`}`,
    codeLine('network')`const start = (fanIn) => ({`,
    codeLine('network')`  kernelInitializer: uniform(fanIn),`,
    codeLine('network')`  biasInitializer: uniform(fanIn)`,
    codeLine('network')`})`,
    codeLine('network')`const model = tf.sequential()`,
    codeLine('pixels')`model.add(tf.layers.inputLayer({`,
    codeLine('pixels')`  inputShape: [${inputShape.join(', ')}]`,
    codeLine('pixels')`}))`,
    ...shapes.flatMap(layerLines),
    ...(misfit === undefined
      ? []
      : [codeLine(`layer:${misfit.name}`)`${comment(`// ${misfit.name} does not fit here`)}`])
  ]
}

function layerLines(shape: LayerShape): CodeLine[] {
  const { layer, output } = shape
  const line = codeLine(`layer:${layer.name}`)
  const [type, ...settings] = described(shape)
  const before =
    layer.type === 'conv2d' && layer.padding.some((n) => n > 0)
      ? [line`model.add(tf.layers.zeroPadding2d({`, line`  padding: ${call(frame(layer.padding))}`, line`}))`]
      : []
  return [
    ...before,
    line`model.add(tf.layers.${name(type)}({ ${comment(`// ${output.join(' x ')}`)}`,
    line`  name: '${name(layer.name)}'${name(settings.length === 0 ? '' : ',')}`,
    ...settings.map((setting, i) => line`  ${call(setting)}${name(i < settings.length - 1 ? ',' : '')}`),
    line`}))`
  ]
}

/** The layer's type in tf.layers, and its settings. */
function described({ layer, input }: LayerShape): [string, ...string[]] {
  switch (layer.type) {
    case 'conv2d': {
      const [height, width] = layer.kernelSize
      return [
        'conv2d',
        `filters: ${layer.filters}`,
        `kernelSize: ${pair(layer.kernelSize)}`,
        ...(layer.strides.every((n) => n === 1) ? [] : [`strides: ${pair(layer.strides)}`]),
        `...start(${height} * ${width} * ${input[2] ?? 0})`
      ]
    }
    case 'maxPool2d':
    case 'averagePool2d':
      return [
        layer.type === 'maxPool2d' ? 'maxPooling2d' : 'averagePooling2d',
        `poolSize: ${pair(layer.poolSize)}`,
        `strides: ${pair(layer.strides)}`
      ]
    case 'relu':
    case 'tanh':
    case 'sigmoid':
      return ['activation', `activation: '${layer.type}'`]
    case 'flatten':
      return ['flatten']
    case 'dense':
      return ['dense', `units: ${layer.units}`, `...start(${input[0]})`]
    case 'dropout':
      return ['dropout', `rate: ${layer.rate}`]
    case 'batchNorm':
      // Keras counts what is kept of the moving mean, PyTorch what is new.
      return [
        'batchNormalization',
        `momentum: ${Number((1 - layer.momentum).toPrecision(12))}`,
        `epsilon: ${layer.epsilon}`
      ]
    default:
      return assertNever(layer)
  }
}

const pair = ([height, width]: readonly [number, number]): string =>
  height === width ? String(height) : `[${height}, ${width}]`

const frame = ([height, width]: readonly [number, number]): string =>
  `[[${height}, ${height}], [${width}, ${width}]]`
