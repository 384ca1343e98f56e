import { required } from '../../core/base/required'
import { type KerasDialect, kerasInput, type NamedKerasLayer } from '../../core/layers/keras-layer'
import { imageInput } from '../../core/layers/layer-base'
import { imageSource } from '../../core/layers/layer-kind'
import { kindOf, type LayerShape } from '../../core/layers/layer-kinds'

/** A layer as Keras has it in a topology. */
export interface WrittenLayer extends Omit<NamedKerasLayer, 'takes'> {
  /** Names of the layers that it takes, or that of the image. */
  readonly inputs: readonly string[]
  /** The one of ours whose weights it has, if there are any: the last of those that one becomes. */
  readonly shape: LayerShape | undefined
}

/** The layers of a network as Keras has them, in an order in which they compute. */
export function writtenLayers(shapes: readonly LayerShape[], dialect: KerasDialect): readonly WrittenLayer[] {
  return shapes.flatMap((shape) => {
    const { layer, sources } = shape
    const taken = sources.map((source) =>
      source === imageSource ? imageInput : required(shapes[source], 'a layer before').layer.name
    )
    const parts = kindOf(layer).encodeKeras(layer, dialect)
    return parts.map(({ class_name, config, takes }, i): WrittenLayer => {
      const before = parts[i - 1]?.config.name ?? kerasInput
      const isLast = i === parts.length - 1
      return {
        class_name,
        config: layer.frozen === true && isLast ? { ...config, trainable: false } : config,
        inputs: (takes ?? [before]).flatMap((input) => (input === kerasInput ? taken : [input])),
        shape: isLast ? shape : undefined
      }
    })
  })
}

/** Whether each layer takes the one before it and nothing else. */
export function isSequence(layers: readonly WrittenLayer[]): boolean {
  return layers.every(({ inputs }, at) => {
    const before = at === 0 ? imageInput : layers[at - 1]?.config.name
    return inputs.length === 1 && inputs[0] === before
  })
}
