import { z } from '../base/schema'
import type { KerasReading } from './keras-layer'
import { type LayerKind, plainLayer } from './layer-kind'
import { layerName } from './layer-name'

/** A layer without settings. */
export function bareSchema<T extends string>(type: T) {
  return z.object({ type: z.literal(type), name: layerName })
}
type BareSchema<T extends string> = ReturnType<typeof bareSchema<T>>

/**
 * A function that is applied to each value by itself. TensorFlow.js and Keras know it as an `Activation` of the same
 * name.
 * @param decodeKeras classes of Keras that are this function alone
 */
export function activationLayer<T extends string>(
  schema: BareSchema<T>,
  type: T,
  decodeKeras: Readonly<Record<string, (reading: KerasReading) => void>> = {}
): LayerKind<BareSchema<T>> & { readonly family: 'activation' } {
  return {
    ...plainLayer,
    schema,
    stem: type,
    fresh: {},
    fields: {},
    place: 'activation',
    family: 'activation',
    zeroGradients: 'kept',
    fit: (_, input) => ({ output: input, parameters: [] }),
    pytorch: () => ({ call: `torch.${type}(x)` }),
    tfjs: () => [{ type: 'activation', settings: [`activation: '${type}'`], named: true }],
    encodeKeras: ({ name }) => [{ class_name: 'Activation', config: { name, activation: type } }],
    decodeKeras
  }
}
