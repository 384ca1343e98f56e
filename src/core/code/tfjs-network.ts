import { kindOf, type LayerShape, type LayerSpec } from '../layers/layer-kinds'
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
  return kindOf(layer)
    .tfjs(shape)
    .flatMap(({ type, settings, named }) => {
      const last = settings.length - 1
      const lines = settings.map((setting, i) => line`  ${call(setting)}${name(i < last ? ',' : '')}`)
      return named
        ? [
            line`model.add(tf.layers.${name(type)}({ ${comment(`// ${output.join(' x ')}`)}`,
            line`  name: '${name(layer.name)}'${name(settings.length === 0 ? '' : ',')}`,
            ...lines,
            line`}))`
          ]
        : [line`model.add(tf.layers.${name(type)}({`, ...lines, line`}))`]
    })
}
