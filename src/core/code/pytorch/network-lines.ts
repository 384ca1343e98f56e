import { imageSource, type PytorchLayer } from '../../layers/layer-kind'
import { required } from '../../base/required'
import type { Shape } from '../../layers/shape'
import { kindOf, type LayerShape, type LayerSpec } from '../../layers/layer-kinds'
import type { LayerPlace } from '../../layers/layer-text'
import { textOf } from '../../layers/layer-texts'
import type { ModelSpec } from '../../model/model-spec'
import { sizePath } from '../../model/size-path'
import { blankLine, call, type CodeLine, codeLine as line, comment, name } from '../code-line'
import type { StartLines } from '../start-lines'
import { networkLinesText as say } from './network-lines.text'
import { pythonNames } from './python-name'

/**
 * The network as a PyTorch module: a line for each layer that has weights or settings, and a line for each in the order
 * in which data goes through. Layers keep their names, so that its state dict has the names of the lesson's.
 * @param inputShape [height, width, channels]
 * @param shapes of the layers, as far as their sizes fit
 * @param others the layer at which they stop fitting, and those after it
 */
export function networkLines(
  { inputShape }: Pick<ModelSpec, 'inputShape'>,
  shapes: readonly LayerShape[],
  start: StartLines,
  others: readonly LayerSpec[]
): readonly CodeLine[] {
  const attribute = pythonNames(shapes.map(({ layer }) => layer.name))
  const { of: variable, passing } = variables(shapes, attribute)
  const layers = shapes.map((shape, i) => ({
    shape,
    attribute: attribute(shape.layer.name),
    place: placeOf(shapes, i),
    written: writtenOf(shape, placeOf(shapes, i)),
    inputs: shape.sources.map(variable),
    result: variable(i)
  }))
  const scores = shapes.at(-1)?.output ?? inputShape
  return [
    ...start.setUp,
    ...(start.setUp.length === 0 ? [] : [blankLine]),
    line('network', say.class)`class Net(nn.Module):`,
    line('network', say.init)`    def __init__(self):`,
    line('network', say.super)`        super().__init__()`,
    ...layers.flatMap(({ shape, attribute: own, place, written }) =>
      'call' in written ? [] : moduleLines(shape, own, place, written.module)
    ),
    blankLine,
    line('forward', say.forward)`    def forward(self, x):`,
    ...layers.map(({ shape, attribute: own, place, written, inputs, result }) => {
      const { layer, output } = shape
      const applied = 'call' in written ? written.call(...inputs) : `self.${own}(${inputs.join(', ')})`
      const does = 'call' in written ? noteOf(shape, place) : doesOf(shape)
      const words = result === passing ? say.applied : say.kept
      const note = words(layer.name, does, result, described(output, '×'))
      return line(
        `layer:${layer.name}`,
        note
      )`        ${name(result)} = ${name(applied)}  ${comment(`# ${described(output, 'x')}`)}`
    }),
    ...others.map((layer, i) =>
      i === 0
        ? line(
            `layer:${layer.name}`,
            say.misfit(layer.name)
          )`        ${comment(`# ${layer.name} does not fit here`)}`
        : line(`layer:${layer.name}`, say.waiting(layer.name))`        ${comment(`# then ${layer.name}`)}`
    ),
    line('forward', say.result(described(scores, '×')))`        return ${name(variable(shapes.length - 1))}`,
    blankLine,
    line('network', say.net)`net = Net().to(device)`,
    ...start.network
  ]
}

function moduleLines(
  shape: LayerShape,
  attribute: string,
  place: LayerPlace,
  module: string
): readonly CodeLine[] {
  const { layer } = shape
  const link = `layer:${layer.name}` as const
  return [
    line(link, noteOf(shape, place))`        self.${name(attribute)} = ${call(module)}`,
    ...(layer.frozen === true
      ? [line(link, say.frozen(layer.name))`        self.${name(attribute)}.requires_grad_(False)`]
      : [])
  ]
}

/** What the function has other uses for. */
const reserved: ReadonlySet<string> = new Set(['self', 'x', 'h', 'torch', 'nn'])

/**
 * What the function calls each layer's output: the name that the next line overwrites, or the layer's own where a line
 * further down takes it.
 * @returns the variable for a place in the network, and for the image; and the one that is overwritten
 */
function variables(
  shapes: readonly LayerShape[],
  attribute: (name: string) => string
): { readonly of: (place: number) => string; readonly passing: string } {
  const kept = new Set(shapes.flatMap(({ sources }, at) => sources.filter((source) => source !== at - 1)))
  const used = new Set([...reserved, ...shapes.map(({ layer }) => attribute(layer.name))])
  const own = (name: string): string => {
    if (!reserved.has(name)) return name
    let free = name
    while (used.has(free)) free += '_'
    return free
  }
  // The image is the function's parameter: where it is taken later, what comes of it has another name.
  const passing = kept.has(imageSource) ? 'h' : 'x'
  return {
    of(place) {
      const shape = shapes[place]
      if (shape === undefined) return 'x'
      return kept.has(place) ? own(attribute(shape.layer.name)) : passing
    },
    passing
  }
}

const placeOf = (shapes: readonly LayerShape[], at: number): LayerPlace => ({
  first: shapes.findIndex(({ layer }) => layer.type === shapes[at]?.layer.type) === at,
  before: shapes[required(shapes[at]?.sources[0], 'a source of each layer')],
  path: sizePath(shapes, at)
})

function writtenOf(shape: LayerShape, { before }: LayerPlace): PytorchLayer {
  return kindOf(shape.layer).pytorch(shape, before)
}

function noteOf(shape: LayerShape, place: LayerPlace): string {
  return textOf(shape.layer).pytorch(shape, place)
}

function doesOf(shape: LayerShape): string {
  return textOf(shape.layer).does(shape)
}

/** PyTorch puts channels first. */
const described = (shape: Shape, times: 'x' | '×'): string =>
  shape.length === 3 ? [shape[2], shape[0], shape[1]].join(` ${times} `) : String(shape[0])
