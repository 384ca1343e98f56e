import { LabError } from '../base/lab-error'
import { required } from '../base/required'
import { imageSource } from '../layers/layer-kind'
import type { LayerShape, LayerType } from '../layers/layer-kinds'
import { volume } from '../layers/shape'
import { inferShapes } from '../model/infer-shapes'
import { layerReaders } from '../model/layer-graph'
import type { ModelSpec } from '../model/model-spec'
import type { NamedTensor, Weights } from '../model/weights'
import { reorderedAxis } from './places-behind'

/** Layers that hand on each score by itself. */
const handsOn: readonly LayerType[] = [
  'globalAveragePool2d',
  'globalMaxPool2d',
  'averagePool2d',
  'maxPool2d',
  'dropout',
  'scale',
  'relu',
  'leakyRelu',
  'relu6',
  'tanh',
  'sigmoid',
  'silu',
  'gelu',
  'geluTanh'
]

/** By part of a parameter's name, the axis of the outputs in layers that make them. */
const outputAxes: Readonly<Partial<Record<LayerType, Readonly<Record<string, number>>>>> = {
  dense: { kernel: 1, bias: 0 },
  conv2d: { kernel: 3, bias: 0 }
}
const normalised = { gamma: 0, beta: 0, moving_mean: 0, moving_variance: 0 }

/**
 * The weights of a network that gives the same scores in another order.
 * @param places where the score at i goes
 * @throws LabError 'unsupported' where its last layers do not let them change places
 */
export function moveScores(model: ModelSpec, weights: Weights, places: Int32Array): Weights {
  const shapes = inferShapes(model)
  const readers = layerReaders(shapes)
  const changed = new Map<string, number>()
  for (let at = shapes.length - 1; ;) {
    const shape = required(shapes[at], 'a layer')
    const { layer, sources } = shape
    const made = outputAxes[layer.type]
    const own = made ?? (layer.type === 'batchNorm' ? normalised : {})
    for (const [part, axis] of Object.entries(own)) changed.set(`${layer.name}/${part}`, axis)
    if (made !== undefined) return weights.map((weight) => moved(weight, changed.get(weight.name), places))
    const [source] = sources
    const shared = source === undefined || source === imageSource || readers[source]?.length !== 1
    if (shared || !passes(shape)) throw fixed(layer.name)
    at = source
  }
}

function passes({ layer, input }: LayerShape): boolean {
  if (layer.type === 'flatten') return input.length === 1 || volume(input) === input[2]
  return layer.type === 'batchNorm' || handsOn.includes(layer.type)
}

function moved(weight: NamedTensor, axis: number | undefined, places: Int32Array): NamedTensor {
  return axis === undefined ? weight : reorderedAxis(weight, axis, places)
}

function fixed(name: string): LabError {
  return new LabError(
    'unsupported',
    `The classes are named in another order than the data set has them, and layer ${name} does not let the scores change places.`,
    'Use a data set whose classes have the order of the network’s scores.'
  )
}
