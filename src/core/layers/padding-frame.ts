import type { NamedKerasLayer } from './keras-layer'
import type { TfjsLayer } from './layer-kind'
import { tfjsSetting } from './tfjs-setting'

/** Zeros around the image as a layer of its own: Keras's padding `same` pads differently from PyTorch. */
export function tfjsFrame([top, left]: readonly [number, number]): readonly TfjsLayer[] {
  if (top === 0 && left === 0) return []
  return [
    {
      type: 'zeroPadding2d',
      settings: [tfjsSetting('padding', `[[${top}, ${top}], [${left}, ${left}]]`)],
      named: false
    }
  ]
}

/** @param name of the layer that it belongs to; a dot cannot occur in a layer's name, so that of the frame is free */
export function kerasFrame(name: string, [top, left]: readonly [number, number]): readonly NamedKerasLayer[] {
  if (top === 0 && left === 0) return []
  const config = {
    name: `${name}.padding`,
    padding: [
      [top, top],
      [left, left]
    ],
    data_format: 'channels_last'
  }
  return [{ class_name: 'ZeroPadding2D', config }]
}
