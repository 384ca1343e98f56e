import type { PytorchLayer } from '../layers/layer-kind'
import type { Shape } from '../layers/shape'
import { kindOf, type LayerShape, type LayerSpec } from '../layers/layer-kinds'
import { type CodeLine, blankLine, call, codeLine, comment, name } from './code-line'
import { pythonNames } from './python-name'

/**
 * The network as a PyTorch module: a line for each layer that has weights or settings, and a line for each in the order
 * in which data goes through. Layers keep their names, so that its state dict has the names of the lesson's.
 * @param shapes of the layers, as far as their sizes fit
 * @param misfit the layer at which they stop fitting
 */
export function pytorchNetwork(shapes: readonly LayerShape[], misfit?: LayerSpec): readonly CodeLine[] {
  const attribute = pythonNames(shapes.map(({ layer }) => layer.name))
  const layers = shapes.map((shape, i) => ({ shape, written: writtenOf(shape, shapes[i - 1]) }))
  return [
    codeLine('network')`class Net(nn.Module):`,
    codeLine('network')`    def __init__(self):`,
    codeLine('network')`        super().__init__()`,
    ...layers.flatMap(({ shape: { layer }, written }) =>
      'call' in written
        ? []
        : [
            codeLine(
              `layer:${layer.name}`
            )`        self.${name(attribute(layer.name))} = ${call(written.module)}`
          ]
    ),
    blankLine,
    codeLine('forward')`    def forward(self, x):`,
    ...layers.map(({ shape: { layer, output }, written }) => {
      const applied = 'call' in written ? written.call : `self.${attribute(layer.name)}(x)`
      return codeLine(
        `layer:${layer.name}`
      )`        x = ${name(applied)}  ${comment(`# ${describe(output)}`)}`
    }),
    ...(misfit === undefined
      ? []
      : [codeLine(`layer:${misfit.name}`)`        ${comment(`# ${misfit.name} does not fit here`)}`]),
    codeLine('forward')`        return x`,
    blankLine,
    codeLine('network')`net = Net().to(device)`
  ]
}

function writtenOf(shape: LayerShape, before: LayerShape | undefined): PytorchLayer {
  return kindOf(shape.layer).pytorch(shape, before)
}

/** PyTorch puts channels first. */
const describe = (shape: Shape): string =>
  shape.length === 3 ? `${shape[2]} x ${shape[0]} x ${shape[1]}` : String(shape[0])
