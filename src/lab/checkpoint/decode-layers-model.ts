import { type Shape, classCount, inferShapes, parameterShapes } from '../../core/infer-shapes'
import { LabError } from '../../core/lab-error'
import { type LayerSpec, type ModelSpec, modelSpec } from '../../core/model-spec'
import { foreignLayer, inputLayer } from './foreign-layer'
import { pixelRange, type PixelRange, usualPixels, withPixels } from '../../core/pixel-range'
import { hints, invalidCheckpoint, parsePart, shown } from './invalid-checkpoint'
import {
  type LayerJson,
  layersModel,
  ownMetadata,
  sequentialJson,
  type WeightsManifest
} from './layers-model'
import { z } from '../../core/schema'

export interface DecodedModel {
  readonly model: ModelSpec
  /** For each of `parameterShapes(model)`: its name in the manifest; undefined for one that the layer goes without. */
  readonly weightNames: readonly (string | undefined)[]
  readonly manifest: WeightsManifest
  /** Whether the file says which pixels the network takes. */
  readonly tellsPixels: boolean
}

/**
 * Reads the network of a TensorFlow.js layers model, Tenfold's own or one made elsewhere. Activations inside a layer
 * become layers, `same` padding becomes numbers, and a softmax at the end is taken off: Tenfold's networks end in
 * logits, and it applies softmax itself.
 * @param value parsed model.json
 * @throws LabError 'checkpoint-invalid' for anything that these layers cannot express exactly
 */
export function decodeLayersModel(value: unknown, name: string): DecodedModel {
  const file = parsePart(layersModel, value, name)
  const { format, modelTopology, weightsManifest } = file
  if (format === 'graph-model') {
    throw invalidCheckpoint(`${name} is a TensorFlow graph model, not a layers model.`, hints.network)
  }
  if (weightsManifest === undefined) {
    throw invalidCheckpoint(
      `${name} describes a network but lists no weights (weightsManifest).`,
      hints.choose
    )
  }
  const layers = sequentialLayers(modelTopology, name)
  const sequence = new Sequence(inputShape(layers[0], name), name)
  const own = file.generatedBy === 'Tenfold'
  if (own) sequence.pixels = ownMetadata.safeParse(file.userDefinedMetadata).data?.pixels
  for (const layer of layers) sequence.add(layer)
  const tellsPixels = own || sequence.pixels !== undefined
  return { ...sequence.end(), manifest: weightsManifest, tellsPixels }
}

function sequentialLayers(modelTopology: unknown, name: string): readonly LayerJson[] {
  const wrapped = z.object({ model_config: z.unknown() }).safeParse(modelTopology)
  const topology =
    wrapped.success && wrapped.data.model_config !== undefined ? wrapped.data.model_config : modelTopology
  const kind = parsePart(
    sequentialJson.pick({ class_name: true }),
    topology,
    `The network in ${name}`,
    hints.network
  )
  if (kind.class_name !== 'Sequential') {
    throw invalidCheckpoint(
      `${name} holds a model of class ${shown(kind.class_name)}; only Sequential models, one layer after the other, can be read.`,
      hints.network
    )
  }
  const { config } = parsePart(sequentialJson, topology, `The network in ${name}`, hints.network)
  return Array.isArray(config) ? config : config.layers
}

function inputShape(first: LayerJson | undefined, name: string): [number, number, number] {
  const what = `The input of the network in ${name}`
  const { batch_input_shape, batch_shape } = parsePart(inputLayer, first?.config ?? {}, what, hints.network)
  const shape = batch_input_shape ?? batch_shape
  if (shape !== undefined) return shape
  throw invalidCheckpoint(
    `The first layer in ${name} does not say what it takes (batch_input_shape).`,
    hints.network
  )
}

/** Builds a network layer by layer. */
class Sequence {
  readonly #inputShape: [number, number, number]
  readonly #file: string
  readonly #layers: LayerSpec[] = []
  /** Names of our layers to what the file calls them. */
  readonly #originals = new Map<string, { readonly name: string; readonly without: readonly string[] }>()
  /** From a ZeroPadding2D, for the convolution that has to follow. */
  #frame: readonly [number, number] | undefined
  #softmax = false
  pixels: PixelRange | undefined

  constructor(inputShape: [number, number, number], file: string) {
    this.#inputShape = inputShape
    this.#file = file
  }

  add({ class_name, config }: LayerJson): void {
    const what = `Layer ${this.#layers.length + 1} (${shown(class_name)}) in ${this.#file}`
    const parse = <S extends z.ZodType>(schema: S): z.infer<S> =>
      parsePart(schema, config, what, hints.network)
    if (this.#softmax) throw refused(what, 'comes after a softmax, which can only be the end')
    if (this.#frame !== undefined && class_name !== 'Conv2D' && class_name !== 'ZeroPadding2D') {
      throw refused(what, 'follows a ZeroPadding2D, which only a Conv2D may')
    }
    switch (class_name) {
      case 'InputLayer':
        if (this.#layers.length > 0) throw refused(what, 'is not at the beginning')
        return
      case 'Rescaling': {
        const { scale, offset } = parse(foreignLayer.rescaling)
        if (this.#layers.length > 0 || this.#frame !== undefined || this.pixels !== undefined) {
          throw refused(what, 'is not at the beginning, where it takes the image as it is')
        }
        this.pixels = parsePart(pixelRange, [offset, 255 * scale + offset], what, hints.network)
        return
      }
      case 'ZeroPadding2D': {
        const [[top, bottom], [left, right]] = parse(foreignLayer.zeroPadding2d).padding
        if (top !== bottom || left !== right) throw refused(what, 'pads one side more than the other')
        const [height, width] = this.#frame ?? [0, 0]
        this.#frame = [height + top, width + left]
        return
      }
      case 'Conv2D': {
        const layer = parse(foreignLayer.conv2d)
        const [height, width] = this.#frame ?? [0, 0]
        const [top, left] = this.#implied(
          layer.padding,
          layer.kernel_size,
          layer.strides,
          [height, width],
          what
        )
        this.#frame = undefined
        const name = this.#newName(layer.name, layer.use_bias ? [] : ['bias'])
        this.#push(
          {
            type: 'conv2d',
            name,
            filters: layer.filters,
            kernelSize: layer.kernel_size,
            strides: layer.strides,
            padding: [height + top, width + left]
          },
          what
        )
        this.#activate(layer.activation, `${name}_${layer.activation}`, what)
        return
      }
      case 'MaxPooling2D':
      case 'AveragePooling2D': {
        const layer = parse(foreignLayer.pooling2d)
        const strides = layer.strides ?? layer.pool_size
        const [top, left] = this.#implied(layer.padding, layer.pool_size, strides, [0, 0], what)
        if (top !== 0 || left !== 0) throw refused(what, 'pads the image, which pooling layers here do not')
        const type = class_name === 'MaxPooling2D' ? 'maxPool2d' : 'averagePool2d'
        this.#push({ type, name: this.#newName(layer.name), poolSize: layer.pool_size, strides }, what)
        return
      }
      case 'Activation': {
        const layer = parse(foreignLayer.activation)
        this.#activate(layer.activation, layer.name, what)
        return
      }
      case 'ReLU':
        this.#activate('relu', parse(foreignLayer.relu).name, what)
        return
      case 'Softmax':
        parse(foreignLayer.softmax)
        this.#softmax = true
        return
      case 'Flatten':
        this.#push({ type: 'flatten', name: this.#newName(parse(foreignLayer.flatten).name) }, what)
        return
      case 'Dense': {
        const layer = parse(foreignLayer.dense)
        const name = this.#newName(layer.name, layer.use_bias ? [] : ['bias'])
        this.#push({ type: 'dense', name, units: layer.units }, what)
        this.#activate(layer.activation, `${name}_${layer.activation}`, what)
        return
      }
      case 'Dropout': {
        const layer = parse(foreignLayer.dropout)
        this.#push({ type: 'dropout', name: this.#newName(layer.name), rate: layer.rate }, what)
        return
      }
      case 'BatchNormalization': {
        const layer = parse(foreignLayer.batchNormalization)
        if (layer.axis !== -1 && layer.axis !== this.#output().length) {
          throw refused(what, `normalises over axis ${layer.axis}, which is not that of the channels`)
        }
        const without = [...(layer.scale ? [] : ['gamma']), ...(layer.center ? [] : ['beta'])]
        const name = this.#newName(layer.name, without)
        // Keras counts what is kept, PyTorch what is new; the subtraction leaves a rest in the last digits.
        const momentum = Math.round((1 - layer.momentum) * 1e6) / 1e6
        this.#push({ type: 'batchNorm', name, momentum, epsilon: layer.epsilon }, what)
        return
      }
      default:
        throw refused(what, 'is of a kind that Tenfold does not have')
    }
  }

  end(): Pick<DecodedModel, 'model' | 'weightNames'> {
    if (this.#frame !== undefined) throw refused(`The network in ${this.#file}`, 'ends in padding')
    const model = this.#model()
    understood(() => classCount(model), this.#file)
    const weightNames = parameterShapes(model).map((parameter) => {
      const [layer = '', part = ''] = parameter.name.split('/')
      const original = this.#originals.get(layer)
      return original?.without.includes(part) === true ? undefined : `${original?.name ?? layer}/${part}`
    })
    return { model, weightNames }
  }

  #model(): ModelSpec {
    const unscaled = { inputShape: this.#inputShape, layers: this.#layers, pixels: undefined }
    const spec = withPixels(unscaled, this.pixels ?? usualPixels)
    return parsePart(modelSpec, spec, `The network in ${this.#file}`, hints.network)
  }

  /** Sizes are checked at once, so that a message names the layer at which they stop fitting. */
  #push(layer: LayerSpec, what: string): void {
    this.#layers.push(layer)
    const model = this.#model()
    understood(() => inferShapes(model), what)
  }

  #activate(activation: string, name: string, what: string): void {
    switch (activation) {
      case 'linear':
        return
      case 'softmax':
        this.#softmax = true
        return
      case 'relu':
      case 'tanh':
      case 'sigmoid':
        this.#push({ type: activation, name: this.#newName(name) }, what)
        return
      default:
        throw refused(what, `has the activation ${shown(activation)}, which Tenfold does not have`)
    }
  }

  /** Pixels on each side that `same` stands for, as TensorFlow counts them: ceil(size / stride) outputs. */
  #implied(
    padding: 'valid' | 'same',
    window: readonly [number, number],
    strides: readonly [number, number],
    frame: readonly [number, number],
    what: string
  ): [number, number] {
    if (padding === 'valid') return [0, 0]
    const input = this.#output()
    if (input.length !== 3) return [0, 0]
    const side = (axis: 0 | 1): number => {
      const size = input[axis] + 2 * frame[axis]
      const total = Math.max(0, (Math.ceil(size / strides[axis]) - 1) * strides[axis] + window[axis] - size)
      if (total % 2 !== 0)
        throw refused(what, 'has padding “same”, which pads one side more than the other here')
      return total / 2
    }
    return [side(0), side(1)]
  }

  #output(): Shape {
    return this.#layers.length === 0 ? this.#inputShape : (inferShapes(this.#model()).at(-1)?.output ?? [0])
  }

  /**
   * Our layers' names are letters, digits and underscores, each one used once.
   * @param without parameters that this layer of the file does not have; ours get their initial values
   */
  #newName(original: string, without: readonly string[] = []): string {
    const plain = original.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(?![A-Za-z])/, 'layer_')
    let name = plain.slice(0, 40)
    for (let n = 2; this.#layers.some((layer) => layer.name === name); n++)
      name = `${plain.slice(0, 36)}_${n}`
    this.#originals.set(name, { name: original, without })
    return name
  }
}

function refused(what: string, why: string): LabError {
  return invalidCheckpoint(`${what} ${why}.`, hints.network)
}

/** Sizes that do not fit are the caller's mistake elsewhere; here they are the file's. */
function understood(check: () => unknown, what: string): void {
  try {
    check()
  } catch (cause) {
    if (!(cause instanceof LabError)) throw cause
    throw invalidCheckpoint(`${what} cannot be used: ${cause.message}`, hints.network, cause)
  }
}
