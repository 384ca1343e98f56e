import { required } from '../base/required'
import { pythonNames } from '../code/pytorch/python-name'
import type { ParameterShape } from '../layers/layer-kind'
import { kindOf, type LayerShape } from '../layers/layer-kinds'
import { volume } from '../layers/shape'
import type { FeatureOrder, TorchTensor } from '../layers/torch-tensor'
import { inferShapes } from '../model/infer-shapes'
import type { ModelSpec } from '../model/model-spec'
import { featureOrders } from './feature-orders'

/** One of a network's parameters as PyTorch keeps it. */
export interface TorchParameter {
  /** In a state dict: `conv1.weight`. */
  readonly name: string
  readonly shape: readonly number[]
  /** Ours. */
  readonly parameter: ParameterShape
  /** PyTorch's value i is ours at places[i]. */
  readonly places: Int32Array
}

/**
 * The parameters of a network in the order of `parameterShapes`, with their names and layouts in the PyTorch module that
 * the generated code defines. PyTorch computes the same with them.
 * @throws LabError 'unsupported' as `featureOrders`, 'invalid-input' as `inferShapes`
 */
export function torchParameters(model: ModelSpec): readonly TorchParameter[] {
  const shapes = inferShapes(model)
  const orders = featureOrders(shapes)
  const attribute = pythonNames(shapes.map(({ layer }) => layer.name))
  return shapes.flatMap((shape, at) => layerParameters(shape, orders[at], attribute(shape.layer.name)))
}

/**
 * The parameters of one layer.
 * @param order of the features that it takes, where it takes them flat
 * @param attribute the layer's name in the module
 */
export function layerParameters(
  { layer, input, parameters }: Pick<LayerShape, 'layer' | 'input' | 'parameters'>,
  order: FeatureOrder,
  attribute: string
): readonly TorchParameter[] {
  const tensors: Readonly<Record<string, TorchTensor>> = kindOf(layer).torch
  return parameters.map((parameter) => {
    const part = parameter.name.slice(layer.name.length + 1)
    const tensor = required(tensors[part], `a name in PyTorch for ${part}`)
    const turned = tensor.axes.map((axis) => required(parameter.shape[axis], 'an axis of the parameter'))
    return {
      name: `${attribute}.${tensor.name}`,
      shape: tensor.shape?.(turned) ?? turned,
      parameter,
      places: placesOf(parameter.shape, tensor, input.length === 1 ? order : undefined)
    }
  })
}

/** PyTorch's values of a parameter, from ours. */
export function toTorch({ places }: TorchParameter, ours: Float32Array): Float32Array {
  return Float32Array.from(places, (place) => required(ours[place], 'a value at each place'))
}

/** Ours, from PyTorch's. */
export function fromTorch({ places }: TorchParameter, theirs: ArrayLike<number>): Float32Array {
  const ours = new Float32Array(places.length)
  places.forEach((place, i) => {
    ours[place] = required(theirs[i], 'a value of each place')
  })
  return ours
}

function placesOf(
  shape: readonly number[],
  { axes, features }: TorchTensor,
  order: FeatureOrder
): Int32Array {
  const strides = shape.map((_, axis) => volume(shape.slice(axis + 1)))
  let places = Int32Array.of(0)
  for (const axis of axes) {
    const size = required(shape[axis], 'an axis of the parameter')
    const stride = required(strides[axis], 'a stride of each axis')
    const along = axis === features ? order : undefined
    const next = new Int32Array(places.length * size)
    places.forEach((before, i) => {
      for (let k = 0; k < size; k++) {
        next[i * size + k] = before + stride * (along === undefined ? k : required(along[k], 'a feature'))
      }
    })
    places = next
  }
  return places
}
