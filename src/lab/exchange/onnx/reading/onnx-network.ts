import { required } from '../../../../core/base/required'
import { layerParameters } from '../../../../core/exchange/torch-parameters'
import { formatCount } from '../../../../core/format/format-number'
import { freeLayerName } from '../../../../core/layers/free-layer-name'
import { imageInput } from '../../../../core/layers/layer-base'
import { isLayerType, kindOf, type LayerShape } from '../../../../core/layers/layer-kinds'
import type { FeatureOrder } from '../../../../core/layers/torch-tensor'
import { checkSize } from '../../../../core/model/check-size'
import type { ModelSpec } from '../../../../core/model/model-spec'
import type { PixelRanges, PixelTransform } from '../../../../core/model/pixel-range'
import type { NamedTensor, Weights } from '../../../../core/model/weights'
import { refused } from '../../../checkpoint/invalid-checkpoint'
import { LayerList } from '../../../checkpoint/layer-list'
import { understood } from '../../../checkpoint/understood'
import { LayerWeights, type PerChannel } from './layer-weights'
import type { OnnxActivation } from './onnx-value'
import type { AppendedLayer } from './operator-reading'

/** A layer with what a file has of it. */
interface Built {
  readonly shape: Omit<LayerShape, 'sources'>
  readonly order: FeatureOrder
  readonly weights: LayerWeights
}

/** Types whose outputs are never below 0, and those that keep them so. */
const positive = new Set(['relu', 'relu6', 'sigmoid'])
const keeping = new Set([
  ...['maxPool2d', 'averagePool2d', 'globalAveragePool2d', 'globalMaxPool2d', 'zeroPadding2d', 'dropout'],
  ...['flatten', 'add', 'concatenate', 'scale']
])

/** Flat values whose order is kept, in all of them together: more than the largest network has. */
const mostOrdered = 32_000_000

/** The network of ours that is made of a graph, with its weights. */
export class OnnxNetwork {
  readonly #file: string
  readonly #layers: LayerList
  readonly #built = new Map<string, Built>()
  #ordered = 0
  /** What became of the image before the first layer that takes it. */
  #pixels: readonly PixelTransform[] | undefined

  constructor(file: string) {
    this.#file = file
    this.#layers = new LayerList(file, [imageInput])
  }

  /** What became of each channel's values before the first layer. */
  get pixels(): readonly PixelTransform[] | undefined {
    return this.#pixels
  }

  /**
   * @param title what the file calls it, if anything
   * @param what the operator, for people
   */
  append(
    { settings, inputs, axes, weights = {} }: AppendedLayer,
    title: string | undefined,
    what: string
  ): OnnxActivation {
    for (const { from, pixels } of inputs) if (from === imageInput) this.#takeImage(pixels, what)
    const { type } = settings
    const names = new Set(this.#built.keys())
    const original = title ?? (isLayerType(type) ? freeLayerName(type, names) : type)
    const shape = this.#layers.add({ original, settings, inputs, frozen: false }, what)
    const own = new LayerWeights(weights, what)
    own.check(shape)
    this.#countOrdered(shape, what)
    const orders = inputs.map(({ order }) => order)
    this.#built.set(shape.layer.name, { shape, order: orders[0], weights: own })
    // Flattened with their channels behind, images are in our order.
    const ours = type === 'flatten' && inputs[0]?.axes === 'last'
    return {
      kind: 'activation',
      from: shape.layer.name,
      shape: shape.output,
      axes,
      order: ours
        ? undefined
        : understood(() => kindOf(shape.layer).featureOrder({ ...shape, sources: [] }, orders), what),
      shared: false,
      positive: positive.has(type) || (keeping.has(type) && inputs.every((input) => input.positive)),
      softmax: false,
      pixels: []
    }
  }

  /**
   * Lets the layer that gives a value make scale * x + offset of each of its channels.
   * @returns whether it can: whether it has weights, and nothing else takes its output
   */
  fold({ from, shared }: OnnxActivation, scale: PerChannel, offset: PerChannel): boolean {
    const built = this.#built.get(from)
    if (built === undefined || shared || built.shape.parameters.length === 0) return false
    built.weights.fold(scale, offset)
    return true
  }

  /** @throws LabError 'checkpoint-invalid' unless it gives one score for each class */
  end(
    inputShape: [number, number, number],
    pixels: PixelRanges,
    { from, order }: OnnxActivation
  ): { readonly model: ModelSpec; readonly weights: Weights } {
    const model = this.#layers.end(inputShape, pixels, from)
    if (order !== undefined) {
      throw refused(
        `The network in ${this.#file}`,
        'ends in a flattened image, whose classes would be in another order here'
      )
    }
    understood(() => checkSize(model), `The network in ${this.#file}`)
    return { model, weights: model.layers.flatMap(({ name }) => this.#weightsOf(name)) }
  }

  #weightsOf(name: string): readonly NamedTensor[] {
    const { shape, order, weights } = required(this.#built.get(name), 'a layer that was appended')
    return layerParameters(shape, order, name).map((parameter) =>
      weights.read(parameter, parameter.parameter.name.slice(name.length + 1))
    )
  }

  #countOrdered({ layer, output }: Omit<LayerShape, 'sources'>, what: string): void {
    if (layer.type !== 'flatten' && layer.type !== 'concatenate') return
    if (output.length === 1) this.#ordered += output[0]
    if (this.#ordered > mostOrdered) {
      throw refused(
        what,
        `makes more values flat (${formatCount(this.#ordered)}) than a network here can take`
      )
    }
  }

  #takeImage(pixels: readonly PixelTransform[], what: string): void {
    const taken = (this.#pixels ??= pixels)
    if (JSON.stringify(taken) !== JSON.stringify(pixels)) {
      throw refused(what, 'takes the image in another range of pixels than another layer')
    }
  }
}
