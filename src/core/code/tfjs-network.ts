import { required } from '../base/required'
import { imageSource } from '../layers/layer-kind'
import { isChain } from '../model/layer-graph'
import { kindOf, type LayerShape, type LayerSpec } from '../layers/layer-kinds'
import { type CodeLine, call, codeLine, comment, name } from './code-line'
import { type StartLines, startLines } from './start-lines'

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
  const start = tfjsStart(shapes)
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
    ...start.setUp,
    ...(isChain(shapes) ? sequential(inputShape, shapes) : functional(inputShape, shapes)),
    ...(misfit === undefined
      ? []
      : [codeLine(`layer:${misfit.name}`)`${comment(`// ${misfit.name} does not fit here`)}`]),
    ...start.network
  ]
}

/** How its weights start, where they start other than at random. */
export function tfjsStart(shapes: readonly LayerShape[]): StartLines {
  return startLines(
    shapes,
    (start, layer) => start.tfjs(layer),
    (count, lines) => [
      'tf.tidy(() => {',
      `  const rows = trainRows.slice(0, ${count})`,
      '  const { x: images } = makeBatch(trainBytes, rows)',
      ...lines.map((line) => `  ${line}`),
      '})'
    ]
  )
}

/** One layer after the other. */
function sequential(inputShape: readonly number[], shapes: readonly LayerShape[]): readonly CodeLine[] {
  return [
    codeLine('network')`const model = tf.sequential()`,
    codeLine('pixels')`model.add(tf.layers.inputLayer({`,
    codeLine('pixels')`  inputShape: [${inputShape.join(', ')}]`,
    codeLine('pixels')`}))`,
    ...shapes.flatMap((shape) => layerLines(shape, () => ['model.add(', ')']))
  ]
}

/** With branches: each layer is applied to the outputs of others, and the model goes from the image to the scores. */
function functional(inputShape: readonly number[], shapes: readonly LayerShape[]): readonly CodeLine[] {
  const output = (place: number): string =>
    place === imageSource ? 'image' : `out.${required(shapes[place], 'a layer before').layer.name}`
  const last = shapes.at(-1)
  return [
    codeLine('pixels')`const image = tf.input({`,
    codeLine('pixels')`  shape: [${inputShape.join(', ')}]`,
    codeLine('pixels')`})`,
    codeLine('network')`const out = {}`,
    ...shapes.flatMap((shape, place) => {
      const inputs = shape.sources.map(output)
      const taken = inputs.length === 1 ? inputs.join('') : `[${inputs.join(', ')}]`
      // A dot cannot occur in a layer's name, so this one is free.
      const frame = `out['${shape.layer.name}.padding']`
      return layerLines(shape, (named, framed) => [
        `${named ? output(place) : frame} = `,
        `.apply(${named && framed ? frame : taken})`
      ])
    }),
    ...(last === undefined
      ? []
      : [
          codeLine('network')`const model = tf.model({`,
          codeLine('network')`  inputs: image,`,
          codeLine('network')`  outputs: ${name(output(shapes.length - 1))}`,
          codeLine('network')`})`
        ])
  ]
}

/**
 * @param around what stands before and behind each layer of `tf.layers` that the layer becomes
 */
function layerLines(
  shape: LayerShape,
  around: (named: boolean, framed: boolean) => readonly [before: string, behind: string]
): CodeLine[] {
  const { layer, output } = shape
  const line = codeLine(`layer:${layer.name}`)
  const written = kindOf(layer).tfjs(shape)
  return written.flatMap(({ type, settings: own, named }) => {
    const settings = named && layer.frozen === true ? [...own, 'trainable: false'] : own
    const [before, behind] = around(named, written.length > 1)
    const last = settings.length - 1
    const lines = settings.map((setting, i) => line`  ${call(setting)}${name(i < last ? ',' : '')}`)
    const opening = name(`${before}tf.layers.${type}({`)
    return named
      ? [
          line`${opening} ${comment(`// ${output.join(' x ')}`)}`,
          line`  name: '${name(layer.name)}'${name(settings.length === 0 ? '' : ',')}`,
          ...lines,
          line`})${name(behind)}`
        ]
      : [line`${opening}`, ...lines, line`})${name(behind)}`]
  })
}
