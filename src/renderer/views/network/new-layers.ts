import { type LayerType, layerTypes } from '../../../core/layers/layer-kinds'
import { layerTexts } from '../../../core/layers/layer-texts'

/** What can be added, in the words of a menu. */
export const newLayers: readonly {
  readonly value: LayerType
  readonly text: string
  readonly hint: string
}[] = layerTypes.flatMap((value) => {
  const { menu } = layerTexts[value]
  return menu === undefined ? [] : [{ value, ...menu }]
})
