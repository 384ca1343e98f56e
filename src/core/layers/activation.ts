import { z } from '../base/schema'
import { type LayerKind, plainLayer } from './layer-kind'
import { layerBase } from './layer-base'
import { tfjsSetting } from './tfjs-setting'

/** A function of one number that is applied to each value by itself. L: the layer as data. */
export interface ActivationFunction<L> {
  readonly value: (x: number, layer: L) => number
  /** The derivative. @param x what went in, y what came out */
  readonly slope: (x: number, y: number, layer: L) => number
  /** What the derivative is computed from: unless that is the input, it may be overwritten. */
  readonly slopeFrom: 'input' | 'output' | 'nothing'
}

/** Everything that core knows of a layer that applies a function to each value by itself. */
export interface ActivationKind<S extends z.ZodObject, L = z.infer<S>> extends LayerKind<S, L> {
  readonly function: ActivationFunction<L>
}

/** What distinguishes one activation from the others. */
type OwnPart<S extends z.ZodObject, L> = Pick<
  LayerKind<S, L>,
  | 'schema'
  | 'stem'
  | 'fresh'
  | 'fields'
  | 'pytorch'
  | 'tfjs'
  | 'encodeKeras'
  | 'decodeKeras'
  | 'kerasActivations'
  | 'onnx'
> &
  Pick<ActivationKind<S, L>, 'function'> &
  Partial<Pick<LayerKind<S, L>, 'tfjsSetUp'>>

/** A layer without settings. */
export function bareSchema<T extends string>(type: T) {
  return z.object({ type: z.literal(type), ...layerBase })
}

export const withoutSettings = { fresh: {}, fields: {} } as const

/** How TensorFlow.js and Keras write a function that they know as an `Activation`. @param others names that Keras has for it too */
export function kerasActivation(name: string, ...others: readonly string[]) {
  return {
    tfjs: () => [{ type: 'activation', settings: [tfjsSetting('activation', `'${name}'`)], named: true }],
    encodeKeras: (layer: { readonly name: string }) => [
      { class_name: 'Activation', config: { name: layer.name, activation: name } }
    ],
    decodeKeras: {},
    kerasActivations: [name, ...others]
  }
}

export function activationLayer<S extends z.ZodObject>(own: OwnPart<S, z.infer<S>>): ActivationKind<S> {
  return {
    ...plainLayer,
    ...own,
    place: 'activation',
    family: 'activation',
    zeroGradients: 'kept',
    fit: (_, input) => ({ output: input, parameters: [] })
  }
}

/** 1 / (1 + exp(-x)) */
export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x))
}
