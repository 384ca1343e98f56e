import { wordList } from '../format/word-list'
import { imageInput } from './layer-base'
import type { LayerSpec } from './layer-kinds'
import { textOf } from './layer-texts'

/** `add, takes conv2 and relu1`: its summary, whether it is frozen, and its inputs where they are named. */
export function layerLine(layer: LayerSpec): string {
  const inputs = layer.inputs?.map((name) => (name === imageInput ? 'the image' : name))
  return [
    textOf(layer).summary(layer),
    ...(layer.frozen === true ? ['frozen'] : []),
    ...(inputs === undefined ? [] : [`takes ${wordList(inputs)}`])
  ].join(', ')
}
