import type { DatasetInfo } from '../../../core/data/dataset-info'
import { isChain } from '../../../core/model/layer-graph'
import { countParameters } from '../../../core/model/infer-shapes'
import type { LayerShape, LayerSpec } from '../../../core/layers/layer-kinds'
import type { ModelSpec } from '../../../core/model/model-spec'
import { checkModel, layerParameters } from '../model/check-model'
import { right, type Exercise, todo, type Verdict, wrong } from './exercise'
import { networkExerciseTexts } from './network-exercises.text'

type Conv = Extract<LayerSpec, { type: 'conv2d' }>
const filters = 12

const moreFilters = networkExerciseTexts.moreFilters(filters)
const { sameSize } = networkExerciseTexts

export const networkExercises: readonly Exercise[] = [
  {
    id: 'more-filters',
    room: 'network',
    ...moreFilters.words,
    at: 'layer:conv1',
    answer: 'number',
    check({ model, dataset }, answer) {
      const found = firstConvolution(model, dataset)
      if ('kind' in found) return found
      const { layer } = found.shape
      if (layer.filters !== filters) return todo(moreFilters.otherFilters(layer.name, layer.filters))
      const total = countParameters(model)
      const [conv, behind] = found.shapes.filter(({ parameters }) => parameters.length > 0)
      // Of branches several layers may look at the channels.
      const next = isChain(found.shapes) ? behind : undefined
      if (answer === total) {
        return right(
          conv === undefined || next === undefined
            ? moreFilters.total(total)
            : moreFilters.totalOf(total, counted(conv), counted(next))
        )
      }
      const own = conv === undefined ? 0 : layerParameters(conv)
      if (answer === own) return wrong(moreFilters.onlyOwn(layer.name))
      if (next !== undefined && answer === total - added(model, dataset, next.layer.name)) {
        return wrong(moreFilters.nextGrows(layer.name, next.layer.name))
      }
      return wrong(moreFilters.hint)
    }
  },
  {
    id: 'same-size',
    room: 'network',
    ...sameSize.words,
    at: 'layer:conv1',
    answer: 'none',
    check({ model, dataset }) {
      const found = firstConvolution(model, dataset)
      if ('kind' in found) return found
      const { layer, input, output } = found.shape
      if (layer.kernelSize.every((side) => side === 1)) return wrong(sameSize.smallWindow)
      if (layer.strides.some((stride) => stride !== 1)) return wrong(sameSize.otherStride)
      const [before, after] = [input.slice(0, 2), output.slice(0, 2)]
      if (before.some((side, i) => side !== after[i])) return wrong(sameSize.otherSize(before, after))
      return right(sameSize.kept(input[0], layer.kernelSize[0], layer.padding[0], output[0]))
    }
  }
]

const counted = (shape: LayerShape): { readonly name: string; readonly parameters: number } => ({
  name: shape.layer.name,
  parameters: layerParameters(shape)
})

/** The network's first convolution, or what has to be done before there is one to look at. */
function firstConvolution(
  model: ModelSpec,
  dataset: DatasetInfo
):
  | { readonly shape: LayerShape & { readonly layer: Conv }; readonly shapes: readonly LayerShape[] }
  | Verdict {
  const texts = networkExerciseTexts.firstConvolution
  const { shapes, problem } = checkModel(model, dataset)
  if (problem?.computes === false) return todo(texts.misfit(problem.message, problem.hint))
  for (const shape of shapes) {
    const { layer } = shape
    if (layer.type === 'conv2d') return { shape: { ...shape, layer }, shapes }
  }
  return todo(texts.none)
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
