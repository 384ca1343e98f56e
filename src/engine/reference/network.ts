import { classCount, inferShapes } from '../../core/model/infer-shapes'
import { imageSource } from '../../core/layers/layer-kind'
import { volume } from '../../core/layers/shape'
import type { LayerShape, LayerType } from '../../core/layers/layer-kinds'
import type { ModelSpec } from '../../core/model/model-spec'
import { normalisedImages } from '../../core/model/normalised-images'
import { required } from '../../core/base/required'
import type { LayerTable } from '../shared/layer-table'
import { activation } from './activation'
import { add } from './add'
import { averagePool2d } from './average-pool2d'
import { batchNorm } from './batch-norm'
import { concatenate } from './concatenate'
import { conv2d } from './conv2d'
import { depthwiseConv2d } from './depthwise-conv2d'
import { dense } from './dense'
import { dropout } from './dropout'
import { flatten } from './flatten'
import { at, type Layer, type Parameter, type Pass, type Values } from './layer'
import { maxPool2d } from './max-pool2d'
import { type LossSettings, softmaxCrossEntropy } from './softmax-cross-entropy'
import { zeroPadding2d } from './zero-padding2d'

/** Float32 to train as other engines do, float64 to be their yardstick. */
export type Precision = 'float32' | 'float64'

/** How each type of layer is computed. @param index the layer's place in the model */
const layers: LayerTable<Layer, [index: number]> = {
  conv2d,
  depthwiseConv2d,
  maxPool2d,
  averagePool2d,
  globalAveragePool2d: averagePool2d,
  globalMaxPool2d: maxPool2d,
  zeroPadding2d,
  batchNorm,
  dropout,
  flatten: () => flatten,
  dense,
  add,
  concatenate,
  scale: activation,
  relu: activation,
  leakyRelu: activation,
  relu6: activation,
  tanh: activation,
  sigmoid: activation,
  silu: activation,
  gelu: activation,
  geluTanh: activation
}

/** A network of plain loops: the definition of what every other engine has to compute. */
export class ReferenceNetwork {
  /** In the order of `parameterShapes`. */
  readonly parameters: readonly Parameter[]
  /** Those of them that the optimizer moves, in the order of `trainableShapes`. */
  readonly trainable: readonly Parameter[]
  readonly #layers: readonly Layer[]
  readonly #sources: readonly (readonly number[])[]
  readonly #model: ModelSpec
  readonly #precision: Precision
  readonly #classes: number

  constructor(model: ModelSpec, precision: Precision) {
    const shapes = inferShapes(model)
    this.#model = model
    this.#precision = precision
    this.#layers = shapes.map(makeLayer)
    this.#sources = shapes.map(({ sources }) => sources)
    this.parameters = this.#layers.flatMap((layer) => layer.parameters)
    const moves = shapes.flatMap(({ parameters }) => parameters.map(({ trainable }) => trainable))
    this.trainable = this.parameters.filter((_, i) => moves[i])
    this.#classes = classCount(model)
  }

  /** Bytes to normalised floats, planes to pixels: u8[N, C, H, W] -> [N, H, W, C]. */
  normalise(images: Uint8Array): Values {
    return this.round(normalisedImages(this.#model, images))
  }

  /** @returns what each layer puts out, in order; the last are the logits [N, classes] */
  outputs(images: Uint8Array, pass: Pass): Values[] {
    const count = images.length / volume(this.#model.inputShape)
    const image = this.normalise(images)
    const outputs: Values[] = []
    this.#layers.forEach((layer, i) => {
      const inputs = this.#sourcesOf(i).map((source) =>
        source === imageSource ? image : required(outputs[source], 'the output of a layer before')
      )
      const input = required(inputs[0], 'an input of each layer')
      outputs.push(this.round(layer.forward(input, count, pass, inputs)))
    })
    return outputs
  }

  /** @returns logits [N, classes] */
  forward(images: Uint8Array, pass: Pass): Values {
    return required(this.outputs(images, pass).at(-1), 'a layer that gives the scores')
  }

  /**
   * Gradients of the mean loss into `parameters`; moving averages move.
   * @param look is shown the gradient of each layer's output, by the layer's place in the model, the last layer first
   * @returns the mean cross-entropy
   */
  backward(
    images: Uint8Array,
    labels: Uint16Array,
    pass: Pass = { kind: 'train', seed: 0, step: 0 },
    look: (layer: number, outputGradient: Values) => void = () => undefined,
    settings: LossSettings = {}
  ): number {
    for (const { gradient } of this.parameters) gradient.fill(0)
    const { loss, gradient } = softmaxCrossEntropy(
      this.forward(images, pass),
      labels,
      this.#classes,
      settings
    )
    const gradients = new Map([[this.#layers.length - 1, this.round(gradient)]])
    for (let i = this.#layers.length - 1; i >= 0; i--) {
      const own = required(gradients.get(i), 'a gradient of each output')
      look(i, own)
      const back = required(this.#layers[i], 'a layer').backward(own, labels.length)
      const parts = back instanceof Float64Array ? [back] : back
      this.#sourcesOf(i).forEach((source, k) => {
        const part = required(parts[k], 'a gradient for each input')
        const sum = gradients.get(source)
        gradients.set(source, this.round(sum === undefined ? part : sum.map((x, n) => x + at(part, n))))
      })
    }
    return loss
  }

  #sourcesOf(layer: number): readonly number[] {
    return required(this.#sources[layer], 'the sources of each layer')
  }

  /** In place, to the network's precision. */
  round(values: Values): Values {
    if (this.#precision === 'float32') values.set(new Float32Array(values))
    return values
  }
}

function makeLayer<T extends LayerType>(shape: LayerShape<T>, index: number): Layer {
  return layers[shape.layer.type](shape, index)
}
