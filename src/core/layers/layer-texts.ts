import { addText } from './add.text'
import { averagePool2dText } from './average-pool2d.text'
import { batchNormText } from './batch-norm.text'
import { concatenateText } from './concatenate.text'
import { conv2dText } from './conv2d.text'
import { depthwiseConv2dText } from './depthwise-conv2d.text'
import { denseText } from './dense.text'
import { dropoutText } from './dropout.text'
import { flattenText } from './flatten.text'
import { geluTanhText } from './gelu-tanh.text'
import { geluText } from './gelu.text'
import { globalAveragePool2dText } from './global-average-pool2d.text'
import { globalMaxPool2dText } from './global-max-pool2d.text'
import type { LayerSpec, LayerType } from './layer-kinds'
import type { LayerText } from './layer-text'
import { leakyReluText } from './leaky-relu.text'
import { maxPool2dText } from './max-pool2d.text'
import { reluText } from './relu.text'
import { relu6Text } from './relu6.text'
import { scaleText } from './scale.text'
import { sigmoidText } from './sigmoid.text'
import { siluText } from './silu.text'
import { tanhText } from './tanh.text'
import { zeroPadding2dText } from './zero-padding2d.text'

/** What people read about each type of layer. */
export const layerTexts: { readonly [T in LayerType]: LayerText<LayerSpec<T>> } = {
  conv2d: conv2dText,
  depthwiseConv2d: depthwiseConv2dText,
  maxPool2d: maxPool2dText,
  averagePool2d: averagePool2dText,
  globalAveragePool2d: globalAveragePool2dText,
  globalMaxPool2d: globalMaxPool2dText,
  zeroPadding2d: zeroPadding2dText,
  batchNorm: batchNormText,
  dropout: dropoutText,
  flatten: flattenText,
  dense: denseText,
  add: addText,
  concatenate: concatenateText,
  scale: scaleText,
  relu: reluText,
  leakyRelu: leakyReluText,
  relu6: relu6Text,
  tanh: tanhText,
  sigmoid: sigmoidText,
  silu: siluText,
  gelu: geluText,
  geluTanh: geluTanhText
}

/** What people read about a layer's type: `textOf(layer).title(layer)`. */
export function textOf<T extends LayerType>(layer: LayerSpec<T>): LayerText<LayerSpec<T>> {
  return layerTexts[layer.type]
}
