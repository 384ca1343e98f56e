import { z } from '../base/schema'
import type { ActivationFunction, ActivationKind } from './activation'
import { add } from './add'
import { averagePool2d } from './average-pool2d'
import { batchNorm } from './batch-norm'
import { concatenate } from './concatenate'
import { conv2d } from './conv2d'
import { depthwiseConv2d } from './depthwise-conv2d'
import { dense } from './dense'
import { dropout } from './dropout'
import { flatten } from './flatten'
import { gelu } from './gelu'
import { geluTanh } from './gelu-tanh'
import { globalAveragePool2d } from './global-average-pool2d'
import { globalMaxPool2d } from './global-max-pool2d'
import type { LayerKind, Shaped } from './layer-kind'
import { leakyRelu } from './leaky-relu'
import { maxPool2d } from './max-pool2d'
import { relu } from './relu'
import { relu6 } from './relu6'
import { scale } from './scale'
import { sigmoid } from './sigmoid'
import { silu } from './silu'
import { tanh } from './tanh'
import { zeroPadding2d } from './zero-padding2d'

/** Every type of layer there is, in the order in which people are offered them. */
const kinds = {
  conv2d,
  depthwiseConv2d,
  maxPool2d,
  averagePool2d,
  globalAveragePool2d,
  globalMaxPool2d,
  zeroPadding2d,
  batchNorm,
  dropout,
  flatten,
  dense,
  add,
  concatenate,
  scale,
  relu,
  leakyRelu,
  relu6,
  tanh,
  sigmoid,
  silu,
  gelu,
  geluTanh
}

export type LayerType = keyof typeof kinds
type Kinds = typeof kinds
type LayerOf = { readonly [T in LayerType]: z.infer<Kinds[T]['schema']> }

/**
 * A layer as data; `LayerSpec<'dense'>` is one of that type. It is written as a mapped type so that the compiler
 * follows a layer through a table: in `table[layer.type](layer)` both are of the same type.
 */
export type LayerSpec<T extends LayerType = LayerType> = {
  [P in T]: { readonly type: P } & LayerOf[P]
}[T]
/** A layer with the shapes that it has in a network. */
export type LayerShape<T extends LayerType = LayerType> = Shaped<LayerSpec<T>>

export const layerKinds: {
  readonly [T in LayerType]: LayerKind<Kinds[T]['schema'], LayerSpec<T>>
} = kinds

/** What core knows of a layer's type: `kindOf(layer).fit(layer, input)`. */
export function kindOf<T extends LayerType>(
  layer: LayerSpec<T>
): LayerKind<Kinds[T]['schema'], LayerSpec<T>> {
  return layerKinds[layer.type]
}

/** The types that apply a function to each value by itself: the activations, and a fixed scale. */
export type ActivationType = {
  [T in LayerType]: Kinds[T] extends { readonly function: unknown } ? T : never
}[LayerType]

export function isActivation(layer: LayerSpec): layer is LayerSpec<ActivationType> {
  return 'function' in kindOf(layer)
}

const activationKinds: {
  readonly [T in ActivationType]: ActivationKind<Kinds[T]['schema'], LayerSpec<T>>
} = kinds

/** The function that an activation applies: `activationOf(layer).value(x, layer)`. */
export function activationOf<T extends ActivationType>(
  layer: LayerSpec<T>
): ActivationFunction<LayerSpec<T>> {
  return activationKinds[layer.type].function
}

/** Whether layers of a type can be frozen: whether they have weights. */
export function canFreeze(type: LayerType): boolean {
  return layerKinds[type].schema.shape.frozen.safeParse(true).success
}

export function isLayerType(name: string): name is LayerType {
  return Object.hasOwn(kinds, name)
}

/** The types in order. */
export const layerTypes = Object.values(layerKinds).map(({ schema }) => schema.shape.type.value)

/** A layer of any type. */
export const layerSpec = z.discriminatedUnion(
  'type',
  [
    conv2d.schema,
    depthwiseConv2d.schema,
    maxPool2d.schema,
    averagePool2d.schema,
    globalAveragePool2d.schema,
    globalMaxPool2d.schema,
    zeroPadding2d.schema,
    batchNorm.schema,
    dropout.schema,
    flatten.schema,
    dense.schema,
    add.schema,
    concatenate.schema,
    scale.schema,
    relu.schema,
    leakyRelu.schema,
    relu6.schema,
    tanh.schema,
    sigmoid.schema,
    silu.schema,
    gelu.schema,
    geluTanh.schema
  ],
  `must be one of ${layerTypes.join(', ')}`
)
