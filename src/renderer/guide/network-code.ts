import { assertNever } from '../../core/assert-never'
import type { LayerShape } from '../../core/infer-shapes'
import type { LayerSpec } from '../../core/model-spec'
import { type CodeLine, codeLine } from './code-line'

/** Characters that fit into the guide. */
const longest = 36

/** The network as a PyTorch module. @param shapes of the layers as far as their sizes fit */
export function networkCode(
  shapes: readonly LayerShape[],
  layers: readonly LayerSpec[]
): readonly CodeLine[] {
  const wrong = layers[shapes.length]
  return [
    codeLine('network')`import torch`,
    codeLine('network')`from torch import nn`,
    codeLine('network')`class Net(nn.Module):`,
    codeLine('network')`  def __init__(self):`,
    codeLine('network')`    super().__init__()`,
    ...shapes.flatMap(moduleLines),
    ...(wrong === undefined ? [] : [codeLine(`layer:${wrong.name}`)`    # ${wrong.name} does not fit here`]),
    codeLine('forward')`  def forward(self, x):`,
    ...shapes.map(({ layer }) => forwardLine(layer)),
    codeLine('forward')`    return x`,
    codeLine('network')`net = Net()`
  ]
}

type Module = readonly [name: string, ...values: string[]]

/** `(5, 2)`, or `5` where both are the same, as PyTorch takes them. */
const both = ([rows, columns]: readonly [number, number]): string =>
  rows === columns ? String(rows) : `(${rows}, ${columns})`

/** The module that a layer needs; none for what has neither weights nor settings. */
function moduleOf({ layer, input }: LayerShape): Module | undefined {
  switch (layer.type) {
    case 'conv2d':
      return [
        'Conv2d',
        String(input.at(-1) ?? 0),
        String(layer.filters),
        both(layer.kernelSize),
        ...(both(layer.strides) === '1' ? [] : [`stride=${both(layer.strides)}`]),
        ...(both(layer.padding) === '0' ? [] : [`padding=${both(layer.padding)}`])
      ]
    case 'maxPool2d':
      return ['MaxPool2d', both(layer.poolSize), both(layer.strides)]
    case 'averagePool2d':
      return ['AvgPool2d', both(layer.poolSize), both(layer.strides)]
    case 'dense':
      return ['Linear', String(input[0]), String(layer.units)]
    case 'dropout':
      return ['Dropout', String(layer.rate)]
    case 'batchNorm':
      return [
        input.length === 3 ? 'BatchNorm2d' : 'BatchNorm1d',
        String(input.at(-1) ?? 0),
        ...(layer.epsilon === 1e-5 ? [] : [`eps=${layer.epsilon}`]),
        ...(layer.momentum === 0.1 ? [] : [`momentum=${layer.momentum}`])
      ]
    case 'relu':
    case 'tanh':
    case 'sigmoid':
    case 'flatten':
      return undefined
    default:
      return assertNever(layer)
  }
}

function moduleLines(shape: LayerShape): CodeLine[] {
  const module = moduleOf(shape)
  if (module === undefined) return []
  const [name, ...values] = module
  const link = `layer:${shape.layer.name}` as const
  const head = `    self.${shape.layer.name} = nn.${name}(`
  const line = (before: string, value: string, after: string): CodeLine => ({
    link,
    parts: [
      { text: before, kind: 'plain' },
      { text: value, kind: 'value' },
      { text: after, kind: 'plain' }
    ]
  })
  if (head.length + values.join(', ').length + 1 <= longest) return [line(head, values.join(', '), ')')]
  const positional = values.filter((value) => !value.includes('='))
  const rows = [positional.join(', '), ...values.filter((value) => value.includes('='))]
  return [
    { link, parts: [{ text: head, kind: 'plain' }] },
    ...rows.map((row, i) => line('      ', row, i === rows.length - 1 ? ')' : ','))
  ]
}

function forwardLine(layer: LayerSpec): CodeLine {
  const line = codeLine(`layer:${layer.name}`)
  switch (layer.type) {
    case 'relu':
      return line`    x = torch.relu(x)`
    case 'tanh':
      return line`    x = torch.tanh(x)`
    case 'sigmoid':
      return line`    x = torch.sigmoid(x)`
    case 'flatten':
      return line`    x = torch.flatten(x, 1)`
    default:
      return { ...line``, parts: [{ text: `    x = self.${layer.name}(x)`, kind: 'plain' }] }
  }
}
