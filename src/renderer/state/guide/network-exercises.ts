import type { DatasetInfo } from '../../../core/data/dataset-info'
import { isChain } from '../../../core/model/layer-graph'
import { countParameters } from '../../../core/model/infer-shapes'
import type { LayerShape, LayerSpec } from '../../../core/layers/layer-kinds'
import type { ModelSpec } from '../../../core/model/model-spec'
import { formatCount } from '../../../core/format/format-number'
import { checkModel, layerParameters } from '../model/check-model'
import { right, type Exercise, todo, type Verdict, wrong } from './exercise'

type Conv = Extract<LayerSpec, { type: 'conv2d' }>
const filters = 12

export const networkExercises: readonly Exercise[] = [
  {
    id: 'more-filters',
    room: 'network',
    title: 'Parameters of more filters',
    question: `Select the first convolution, open Edit and set ${filters} filters. How many parameters does the whole network have now?`,
    learned:
      'More filters add parameters twice: in their own layer, and in the next layer with weights, which has more input channels.',
    at: 'layer:conv1',
    answer: 'number',
    unit: 'parameters',
    check({ model, dataset }, answer) {
      const found = firstConvolution(model, dataset)
      if ('kind' in found) return found
      const { layer } = found.shape
      if (layer.filters !== filters) {
        return todo(
          `${layer.name} has ${layer.filters} filters. Select it in the picture, open Edit and set ${filters}.`
        )
      }
      const total = countParameters(model)
      const [conv, behind] = found.shapes.filter(({ parameters }) => parameters.length > 0)
      // Of branches several layers may look at the channels.
      const next = isChain(found.shapes) ? behind : undefined
      if (answer === total) {
        return right(
          conv === undefined || next === undefined
            ? `${formatCount(total)} is correct.`
            : `${formatCount(total)} in all: ${formatCount(layerParameters(conv))} of them in ${conv.layer.name}, and ${formatCount(layerParameters(next))} in ${next.layer.name}, which now has ${filters} input channels.`
        )
      }
      const own = conv === undefined ? 0 : layerParameters(conv)
      if (answer === own) return wrong(`That is only ${layer.name}. Add the parameters of all layers.`)
      if (next !== undefined && answer === total - added(model, dataset, next.layer.name)) {
        return wrong(
          `${layer.name} is right, but ${next.layer.name} grows too: it now has ${filters} input channels.`
        )
      }
      return wrong(
        'A convolution has height × width × input channels × filters weights, and one bias for each filter. A dense layer has inputs × units weights, and one bias for each unit.'
      )
    }
  },
  {
    id: 'same-size',
    room: 'network',
    title: 'Padding that keeps the size',
    question:
      'Open Edit for the first convolution and choose a padding that makes its output as large as its input.',
    learned: 'With stride 1 and a window of odd size F, a padding of (F − 1) / 2 keeps the size.',
    at: 'layer:conv1',
    answer: 'none',
    check({ model, dataset }) {
      const found = firstConvolution(model, dataset)
      if ('kind' in found) return found
      const { layer, input, output } = found.shape
      const size = ([height, width]: readonly (number | undefined)[]): string => `${height} × ${width}`
      if (layer.kernelSize.every((side) => side === 1)) {
        return wrong('A 1 × 1 window needs no padding. Choose a larger kernel.')
      }
      if (layer.strides.some((stride) => stride !== 1)) {
        return wrong('Set the stride back to 1 and change only the padding.')
      }
      if (size(input) !== size(output)) {
        return wrong(
          `The input is ${size(input)}, the output ${size(output)}. For which padding P is W − F + 2P + 1 equal to W?`
        )
      }
      const [window] = layer.kernelSize
      const [padding] = layer.padding
      return right(
        `${input[0]} − ${window} + 2 · ${padding} + 1 = ${output[0]}: the output is as large as the input.`
      )
    }
  }
]

/** The network's first convolution, or what has to be done before there is one to look at. */
function firstConvolution(
  model: ModelSpec,
  dataset: DatasetInfo
):
  | { readonly shape: LayerShape & { readonly layer: Conv }; readonly shapes: readonly LayerShape[] }
  | Verdict {
  const { shapes, problem } = checkModel(model, dataset)
  if (problem?.computes === false) return todo(`The network does not fit. ${problem.message} ${problem.hint}`)
  for (const shape of shapes) {
    const { layer } = shape
    if (layer.type === 'conv2d') return { shape: { ...shape, layer }, shapes }
  }
  return todo(
    'This network has no convolution. Choose the lesson’s network under Presets, or add a convolution.'
  )
}

/** By how much the layer that follows has grown with the first convolution's filters: from those of the lesson's. */
function added(model: ModelSpec, dataset: DatasetInfo, next: string): number {
  const before: ModelSpec = {
    ...model,
    layers: model.layers.map((layer, i) =>
      i === model.layers.findIndex(({ type }) => type === 'conv2d') && layer.type === 'conv2d'
        ? { ...layer, filters: filters / 2 }
        : layer
    )
  }
  const parametersOf = (one: ModelSpec): number => {
    const shape = checkModel(one, dataset).shapes.find(({ layer }) => layer.name === next)
    return shape === undefined ? 0 : layerParameters(shape)
  }
  return parametersOf(model) - parametersOf(before)
}
