import { imageSource, type PytorchLayer } from '../layers/layer-kind'
import { required } from '../base/required'
import type { Shape } from '../layers/shape'
import { kindOf, type LayerShape, type LayerSpec } from '../layers/layer-kinds'
import { type CodeLine, blankLine, call, codeLine, comment, name } from './code-line'
import { pythonNames } from './python-name'
import { type StartLines, startLines } from './start-lines'

/**
 * The network as a PyTorch module: a line for each layer that has weights or settings, and a line for each in the order
 * in which data goes through. Layers keep their names, so that its state dict has the names of the lesson's.
 * @param shapes of the layers, as far as their sizes fit
 * @param misfit the layer at which they stop fitting
 */
export function pytorchNetwork(shapes: readonly LayerShape[], misfit?: LayerSpec): readonly CodeLine[] {
  const attribute = pythonNames(shapes.map(({ layer }) => layer.name))
  const variable = variables(shapes, attribute)
  const layers = shapes.map((shape, i) => ({
    shape,
    written: writtenOf(shape, shapes[required(shape.sources[0], 'a source of each layer')]),
    inputs: shape.sources.map(variable),
    result: variable(i)
  }))
  const start = pytorchStart(shapes)
  return [
    ...start.setUp,
    ...(start.setUp.length === 0 ? [] : [blankLine]),
    codeLine('network')`class Net(nn.Module):`,
    codeLine('network')`    def __init__(self):`,
    codeLine('network')`        super().__init__()`,
    ...layers.flatMap(({ shape: { layer }, written }) =>
      'call' in written
        ? []
        : [
            codeLine(
              `layer:${layer.name}`
            )`        self.${name(attribute(layer.name))} = ${call(written.module)}`,
            ...(layer.frozen === true
              ? [
                  codeLine(
                    `layer:${layer.name}`
                  )`        self.${name(attribute(layer.name))}.requires_grad_(False)`
                ]
              : [])
          ]
    ),
    blankLine,
    codeLine('forward')`    def forward(self, x):`,
    ...layers.map(({ shape: { layer, output }, written, inputs, result }) => {
      const applied =
        'call' in written ? written.call(...inputs) : `self.${attribute(layer.name)}(${inputs.join(', ')})`
      return codeLine(
        `layer:${layer.name}`
      )`        ${name(result)} = ${name(applied)}  ${comment(`# ${describe(output)}`)}`
    }),
    ...(misfit === undefined
      ? []
      : [codeLine(`layer:${misfit.name}`)`        ${comment(`# ${misfit.name} does not fit here`)}`]),
    codeLine('forward')`        return ${name(variable(shapes.length - 1))}`,
    blankLine,
    codeLine('network')`net = Net().to(device)`,
    ...start.network
  ]
}

/** How its weights start, where PyTorch would start them otherwise. */
export function pytorchStart(shapes: readonly LayerShape[]): StartLines {
  const attribute = pythonNames(shapes.map(({ layer }) => layer.name))
  return startLines(
    shapes,
    (start, layer) => start.pytorch(`net.${attribute(layer)}`),
    (count, lines) => [
      `count = min(${count}, len(train_set))`,
      'images = torch.stack([',
      '    train_set[i][0] for i in range(count)])',
      'images = images.to(device)',
      ...lines
    ]
  )
}

/** What the function has other uses for. */
const reserved: ReadonlySet<string> = new Set(['self', 'x', 'h', 'torch', 'nn'])

/**
 * What the function calls each layer's output: `x`, which the next line overwrites, or the layer's own name where a line
 * further down takes it.
 * @returns the variable for a place in the network, and for the image
 */
function variables(
  shapes: readonly LayerShape[],
  attribute: (name: string) => string
): (place: number) => string {
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
  return (place) => {
    const shape = shapes[place]
    if (shape === undefined) return 'x'
    return kept.has(place) ? own(attribute(shape.layer.name)) : passing
  }
}

function writtenOf(shape: LayerShape, before: LayerShape | undefined): PytorchLayer {
  return kindOf(shape.layer).pytorch(shape, before)
}

/** PyTorch puts channels first. */
const describe = (shape: Shape): string =>
  shape.length === 3 ? `${shape[2]} x ${shape[0]} x ${shape[1]}` : String(shape[0])
