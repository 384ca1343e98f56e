import { classCount, inferShapes } from '../../core/model/infer-shapes'
import { volume } from '../../core/layers/shape'
import type { LayerShape, LayerType } from '../../core/layers/layer-kinds'
import type { ModelSpec } from '../../core/model/model-spec'
import { pixelTransforms } from '../../core/model/pixel-range'
import { required } from '../../core/base/required'
import type { LayerTable } from '../shared/layer-table'
import { activation } from './activation'
import { averagePool2d } from './average-pool2d'
import { batchNorm } from './batch-norm'
import { conv2d } from './conv2d'
import { dense } from './dense'
import { dropout } from './dropout'
import { flatten } from './flatten'
import type { Layer, Parameter, Pass, Values } from './layer'
import { maxPool2d } from './max-pool2d'
import { softmaxCrossEntropy } from './softmax-cross-entropy'

/** Float32 to train as other engines do, float64 to be their yardstick. */
export type Precision = 'float32' | 'float64'

/** How each type of layer is computed. @param index the layer's place in the model */
const layers: LayerTable<Layer, [index: number]> = {
  conv2d,
  maxPool2d,
  averagePool2d,
  batchNorm,
  dropout,
  flatten: () => flatten,
  dense,
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
  readonly #layers: readonly Layer[]
  readonly #model: ModelSpec
  readonly #precision: Precision
  readonly #classes: number

  constructor(model: ModelSpec, precision: Precision) {
    const shapes = inferShapes(model)
    this.#model = model
    this.#precision = precision
    this.#layers = shapes.map(makeLayer)
    this.parameters = this.#layers.flatMap((layer) => layer.parameters)
    this.#classes = classCount(model)
  }

  /** Bytes to normalised floats, planes to pixels: u8[N, C, H, W] -> [N, H, W, C]. */
  normalise(images: Uint8Array): Values {
    const [height, width, channels] = this.#model.inputShape
    const plane = height * width
    const result = new Float64Array(images.length)
    pixelTransforms(this.#model).forEach((transform, channel) => {
      // As float32, so that the oracle normalises with the constants that engines use.
      const [scale, offset] = [Math.fround(transform.scale), Math.fround(transform.offset)]
      for (let first = 0; first < images.length; first += plane * channels) {
        const from = first + channel * plane
        images.subarray(from, from + plane).forEach((byte, i) => {
          result[first + i * channels + channel] = byte * scale + offset
        })
      }
    })
    return this.round(result)
  }

  /** @returns what each layer puts out, in order; the last are the logits [N, classes] */
  outputs(images: Uint8Array, pass: Pass): Values[] {
    const count = images.length / volume(this.#model.inputShape)
    let values = this.normalise(images)
    return this.#layers.map((layer) => (values = this.round(layer.forward(values, count, pass))))
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
    look: (layer: number, outputGradient: Values) => void = () => undefined
  ): number {
    for (const { gradient } of this.parameters) gradient.fill(0)
    const { loss, gradient } = softmaxCrossEntropy(this.forward(images, pass), labels, this.#classes)
    this.#layers.reduceRight((values, layer, i) => {
      look(i, values)
      return this.round(layer.backward(values, labels.length))
    }, this.round(gradient))
    return loss
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
