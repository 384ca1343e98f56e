import { assertNever } from '../assert-never'
import type { LayerShape, Shape } from '../infer-shapes'
import type { LayerSpec } from '../model-spec'
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
  return [
    codeLine('network')`class Net(nn.Module):`,
    codeLine('network')`    def __init__(self):`,
    codeLine('network')`        super().__init__()`,
    ...shapes.flatMap((shape, i) => {
      const made = constructed(shape, shapes[i - 1])
      return made === undefined
        ? []
        : [
            codeLine(
              `layer:${shape.layer.name}`
            )`        self.${name(attribute(shape.layer.name))} = ${call(made)}`
          ]
    }),
    blankLine,
    codeLine('forward')`    def forward(self, x):`,
    ...shapes.map(({ layer, output }) => {
      const applied = functions[layer.type] ?? `self.${attribute(layer.name)}(x)`
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

/** Layers without weights or settings need no module of their own. */
const functions: Readonly<Partial<Record<string, string>>> = {
  relu: 'torch.relu(x)',
  tanh: 'torch.tanh(x)',
  sigmoid: 'torch.sigmoid(x)',
  flatten: 'torch.flatten(x, 1)'
}

/** The module that a layer needs. */
function constructed({ layer, input }: LayerShape, before: LayerShape | undefined): string | undefined {
  switch (layer.type) {
    case 'conv2d': {
      const stride = layer.strides.every((n) => n === 1) ? '' : `, stride=${pair(layer.strides)}`
      const padding = layer.padding.every((n) => n === 0) ? '' : `, padding=${pair(layer.padding)}`
      return `nn.Conv2d(${input[2] ?? 0}, ${layer.filters}, ${pair(layer.kernelSize)}${stride}${padding})`
    }
    case 'maxPool2d':
      return `nn.MaxPool2d(${pair(layer.poolSize)}, ${pair(layer.strides)})`
    case 'averagePool2d':
      return `nn.AvgPool2d(${pair(layer.poolSize)}, ${pair(layer.strides)})`
    case 'dense': {
      const maps = before?.layer.type === 'flatten' && before.input.length === 3 ? before.input : undefined
      const inputs = maps === undefined ? String(input[0]) : `${maps[2]} * ${maps[0]} * ${maps[1]}`
      return `nn.Linear(${inputs}, ${layer.units})`
    }
    case 'dropout':
      return `nn.Dropout(${layer.rate})`
    case 'batchNorm': {
      const epsilon = layer.epsilon === 1e-5 ? '' : `, eps=${layer.epsilon}`
      const momentum = layer.momentum === 0.1 ? '' : `, momentum=${layer.momentum}`
      return `nn.BatchNorm${input.length === 3 ? 2 : 1}d(${input[2] ?? input[0]}${epsilon}${momentum})`
    }
    case 'relu':
    case 'tanh':
    case 'sigmoid':
    case 'flatten':
      return undefined
    default:
      return assertNever(layer)
  }
}

/** PyTorch puts channels first. */
const describe = (shape: Shape): string =>
  shape.length === 3 ? `${shape[2]} x ${shape[0]} x ${shape[1]}` : String(shape[0])

const pair = ([height, width]: readonly [number, number]): string =>
  height === width ? String(height) : `(${height}, ${width})`
