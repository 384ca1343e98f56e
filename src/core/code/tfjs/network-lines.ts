import { required } from '../../base/required'
import { imageSource } from '../../layers/layer-kind'
import { kindOf, type LayerShape, type LayerSpec } from '../../layers/layer-kinds'
import { textOf } from '../../layers/layer-texts'
import { type TfjsSetting, tfjsSetting } from '../../layers/tfjs-setting'
import { type TfjsSettingName, tfjsSettingTexts } from '../../layers/tfjs-setting.text'
import { isChain } from '../../model/layer-graph'
import { call, type CodeLine, codeLine as line, comment, name } from '../code-line'
import type { StartLines } from '../start-lines'
import { networkLinesText as say } from './network-lines.text'

/**
 * The network as a layers model of TensorFlow.js. Weights start as PyTorch's do: uniform in ±1/sqrt(fan in).
 * @param inputShape [height, width, channels]
 * @param shapes of the layers, as far as their sizes fit
 * @param others the layer at which they stop fitting, and those after it
 */
export function networkLines(
  inputShape: readonly number[],
  seed: number,
  shapes: readonly LayerShape[],
  start: StartLines,
  others: readonly LayerSpec[]
): readonly CodeLine[] {
  return [
    line('seed', say.seed(seed))`let seed = ${seed}`,
    line('network', say.uniform)`function uniform(fanIn) {`,
    line('network', say.maxval)`  const maxval = 1 / Math.sqrt(fanIn)`,
    line('network', say.range)`  const range = { minval: -maxval, maxval }`,
    line('seed', say.draw)`  const draw = { ...range, seed: seed++ }`,
    line('network', say.randomUniform)`  return tf.initializers.randomUniform(draw)`,
    line('network', say.uniformEnd)`}`,
    line('network', say.start)`const start = (fanIn) => ({`,
    line('network', say.kernelInitializer)`  kernelInitializer: uniform(fanIn),`,
    line('network', say.biasInitializer)`  biasInitializer: uniform(fanIn)`,
    line('network', say.startEnd)`})`,
    ...start.setUp,
    ...(isChain(shapes) ? sequential(inputShape, shapes) : functional(inputShape, shapes)),
    ...others.map((layer, i) =>
      i === 0
        ? line(
            `layer:${layer.name}`,
            say.misfit(layer.name)
          )`${comment(`// ${layer.name} does not fit here`)}`
        : line(`layer:${layer.name}`, say.waiting(layer.name))`${comment(`// then ${layer.name}`)}`
    ),
    ...start.network
  ]
}

/** One layer after the other. */
function sequential(inputShape: readonly number[], shapes: readonly LayerShape[]): readonly CodeLine[] {
  const told = new Set<TfjsSettingName>()
  return [
    line('network', say.sequential)`const model = tf.sequential()`,
    line('pixels', say.inputLayer)`model.add(tf.layers.inputLayer({`,
    line('pixels', say.inputShape)`  inputShape: [${inputShape.join(', ')}]`,
    line('pixels', say.inputEnd)`}))`,
    ...shapes.flatMap((shape) =>
      layerLines(shape, {
        told,
        around: () => ['model.add(', ')'],
        opening: say.add,
        end: say.addEnd,
        frameEnd: say.frameAddEnd
      })
    )
  ]
}

/** With branches: each layer is applied to the outputs of others, and the model goes from the image to the scores. */
function functional(inputShape: readonly number[], shapes: readonly LayerShape[]): readonly CodeLine[] {
  const output = (place: number): string =>
    place === imageSource ? 'image' : `out.${required(shapes[place], 'a layer before').layer.name}`
  const last = shapes.at(-1)
  const told = new Set<TfjsSettingName>()
  return [
    line('pixels', say.image)`const image = tf.input({`,
    line('pixels', say.imageShape)`  shape: [${inputShape.join(', ')}]`,
    line('pixels', say.imageEnd)`})`,
    line('network', say.out)`const out = {}`,
    ...shapes.flatMap((shape, place) => {
      const inputs = shape.sources.map(output)
      const taken = inputs.length === 1 ? inputs.join('') : `[${inputs.join(', ')}]`
      // A dot cannot occur in a layer's name, so this one is free.
      const frame = `out['${shape.layer.name}.padding']`
      return layerLines(shape, {
        told,
        around: (named, framed) => [
          `${named ? output(place) : frame} = `,
          `.apply(${named && framed ? frame : taken})`
        ],
        opening: say.apply,
        end: say.applyEnd,
        frameEnd: say.frameApplyEnd
      })
    }),
    ...(last === undefined
      ? []
      : [
          line('network', say.model)`const model = tf.model({`,
          line('network', say.inputs)`  inputs: image,`,
          line('network', say.outputs(last.layer.name))`  outputs: ${name(output(shapes.length - 1))}`,
          line('network', say.modelEnd)`})`
        ])
  ]
}

/** How a model is put together, and the words for it. */
interface Assembly {
  /** What stands before and behind each layer of `tf.layers` that the layer becomes. */
  readonly around: (named: boolean, framed: boolean) => readonly [before: string, behind: string]
  readonly opening: (layer: string, does: string, shape: string) => string
  readonly end: (layer: string) => string
  readonly frameEnd: (layer: string) => string
  /** Settings that were explained: further ones of the kind are said in short. */
  readonly told: Set<TfjsSettingName>
}

function layerLines(shape: LayerShape, { around, opening, end, frameEnd, told }: Assembly): CodeLine[] {
  const { layer, output } = shape
  const link = `layer:${layer.name}` as const
  const sizes = output.join(' x ')
  const written = kindOf(layer).tfjs(shape)
  return written.flatMap(({ type, settings: own, named }) => {
    const [before, behind] = around(named, written.length > 1)
    const call = name(`${before}tf.layers.${type}({`)
    const closing = name(behind)
    if (!named)
      return [
        line(link, say.frame(layer.name))`${call}`,
        ...settingLines(layer, own, told),
        line(link, frameEnd(layer.name))`})${closing}`
      ]
    const settings = [
      tfjsSetting('name', `'${layer.name}'`),
      ...own,
      ...(layer.frozen === true ? [tfjsSetting('trainable', 'false')] : [])
    ]
    return [
      line(link, opening(layer.name, doesOf(shape), output.join(' × ')))`${call} ${comment(`// ${sizes}`)}`,
      ...settingLines(layer, settings, told),
      line(link, end(layer.name))`})${closing}`
    ]
  })
}

function settingLines(
  layer: LayerSpec,
  settings: readonly TfjsSetting[],
  told: Set<TfjsSettingName>
): readonly CodeLine[] {
  return settings.map(({ name: key, value }, i) => {
    const first = !told.has(key)
    told.add(key)
    const code =
      key === 'name'
        ? name(`${key}: ${value}`)
        : call(key === 'start' ? `...start(${value})` : `${key}: ${value}`)
    return line(
      `layer:${layer.name}`,
      tfjsSettingTexts[key](value, layer.name, first)
    )`  ${code}${name(i < settings.length - 1 ? ',' : '')}`
  })
}

function doesOf(shape: LayerShape): string {
  return textOf(shape.layer).does(shape)
}
