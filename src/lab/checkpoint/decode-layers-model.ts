import { classCount, inferShapes, parameterShapes } from '../../core/model/infer-shapes'
import { LabError } from '../../core/base/lab-error'
import type { KerasLayer, KerasReading } from '../../core/layers/keras-layer'
import type { Shape } from '../../core/layers/shape'
import {
  layerKinds,
  type LayerSpec,
  layerSpec,
  type LayerType,
  layerTypes
} from '../../core/layers/layer-kinds'
import { type ModelSpec, modelSpec } from '../../core/model/model-spec'
import { pixelRange, type PixelRanges, usualPixels, withPixels } from '../../core/model/pixel-range'
import { z } from '../../core/base/schema'
import { foreignLayer, inputLayer } from './foreign-layer'
import { hints, invalidCheckpoint, parsePart, shown } from './invalid-checkpoint'
import { layersModel, ownMetadata, sequentialJson, type WeightsManifest } from './layers-model'

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
  const file = layersFile(value, name)
  if (file.weightsManifest === undefined) {
    throw invalidCheckpoint(
      `${name} describes a network but lists no weights (weightsManifest).`,
      hints.choose
    )
  }
  return { ...networkOf(file, name), manifest: file.weightsManifest }
}

/**
 * The same without the weights, which need not be there.
 * @throws as `decodeLayersModel`
 */
export function decodeArchitecture(value: unknown, name: string): Omit<DecodedModel, 'manifest'> {
  return networkOf(layersFile(value, name), name)
}

type LayersFile = z.infer<typeof layersModel>

function layersFile(value: unknown, name: string): LayersFile {
  const file = parsePart(layersModel, value, name)
  if (file.format !== 'graph-model') return file
  throw invalidCheckpoint(`${name} is a TensorFlow graph model, not a layers model.`, hints.network)
}

function networkOf(file: LayersFile, name: string): Omit<DecodedModel, 'manifest'> {
  const layers = sequentialLayers(file.modelTopology, name)
  const sequence = new Sequence(inputShape(layers[0], name), name)
  const own = file.generatedBy === 'Tenfold'
  if (own) sequence.pixels = ownMetadata.safeParse(file.userDefinedMetadata).data?.pixels
  for (const layer of layers) sequence.add(layer)
  const tellsPixels = own || sequence.pixels !== undefined
  return { ...sequence.end(), tellsPixels }
}

function sequentialLayers(modelTopology: unknown, name: string): readonly KerasLayer[] {
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

function inputShape(first: KerasLayer | undefined, name: string): [number, number, number] {
  const what = `The input of the network in ${name}`
  const { batch_input_shape, batch_shape } = parsePart(inputLayer, first?.config ?? {}, what, hints.network)
  const shape = batch_input_shape ?? batch_shape
  if (shape !== undefined) return shape
  throw invalidCheckpoint(
    `The first layer in ${name} does not say what it takes (batch_input_shape).`,
    hints.network
  )
}

/** By class name: how the types of layers that there are here are read. */
const decoders: ReadonlyMap<string, (reading: KerasReading) => void> = new Map(
  Object.values(layerKinds).flatMap(({ decodeKeras }) => Object.entries(decodeKeras))
)
/** By Keras's names of activations: their types here. */
const activations: ReadonlyMap<string, LayerType> = new Map(
  layerTypes.flatMap((type) => layerKinds[type].kerasActivations.map((name) => [name, type]))
)

/** Builds a network layer by layer. */
class Sequence {
  readonly #inputShape: [number, number, number]
  readonly #file: string
  readonly #layers: LayerSpec[] = []
  /** Names of our layers to what the file calls them. */
  readonly #originals = new Map<string, { readonly name: string; readonly without: readonly string[] }>()
  /** Zeros around the image, [rows, columns], which the layer that follows has to take over. */
  #frame: readonly [number, number] | undefined
  #softmax = false
  pixels: PixelRanges | undefined

  constructor(inputShape: [number, number, number], file: string) {
    this.#inputShape = inputShape
    this.#file = file
  }

  add({ class_name, config }: KerasLayer): void {
    const what = `Layer ${this.#layers.length + 1} (${shown(class_name)}) in ${this.#file}`
    const reading = this.#reading(config, what)
    if (this.#softmax) throw refused(what, 'comes after a softmax, which can only be the end')
    const frame = this.#frame
    switch (class_name) {
      case 'InputLayer':
        if (this.#layers.length > 0) throw refused(what, 'is not at the beginning')
        break
      case 'Rescaling': {
        const { scale, offset } = reading.parse(foreignLayer.rescaling)
        if (this.#layers.length > 0 || this.pixels !== undefined) {
          throw refused(what, 'is not at the beginning, where it takes the image as it is')
        }
        this.pixels = parsePart(pixelRange, [offset, 255 * scale + offset], what, hints.network)
        break
      }
      case 'Activation': {
        const { activation, name } = reading.parse(foreignLayer.activation)
        reading.activate(activation, name)
        break
      }
      case 'Softmax':
        reading.parse(foreignLayer.softmax)
        this.#softmax = true
        break
      default: {
        const decode = decoders.get(class_name)
        if (decode === undefined) throw refused(what, 'is of a kind that Tenfold does not have')
        decode(reading)
      }
    }
    if (frame !== undefined && frame === this.#frame) {
      throw refused(what, 'follows a ZeroPadding2D, which only a Conv2D may')
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

  #reading(config: unknown, what: string): KerasReading {
    return {
      input: this.#output(),
      parse: (schema) => parsePart(schema, config, what, hints.network),
      takeFrame: () => {
        const frame = this.#frame ?? [0, 0]
        this.#frame = undefined
        return frame
      },
      leaveFrame: (frame) => {
        this.#frame = frame
      },
      add: (original, settings, without) => this.#push(original, settings, what, without),
      activate: (activation, original) => {
        this.#activate(activation, original, what)
      },
      refuse: (why) => refused(what, why)
    }
  }

  /** Sizes are checked at once, so that a message names the layer at which they stop fitting. */
  #push(original: string, settings: object, what: string, without: readonly string[] = []): string {
    const name = this.#newName(original, without)
    this.#layers.push(parsePart(layerSpec, { name, ...settings }, what, hints.network))
    const model = this.#model()
    understood(() => inferShapes(model), what)
    return name
  }

  #activate(activation: string, original: string, what: string): void {
    if (activation === 'linear') return
    if (activation === 'softmax') {
      this.#softmax = true
      return
    }
    const type = activations.get(activation)
    if (type === undefined) {
      throw refused(what, `has the activation ${shown(activation)}, which Tenfold does not have`)
    }
    this.#push(original, { type }, what)
  }

  #output(): Shape {
    return this.#layers.length === 0 ? this.#inputShape : (inferShapes(this.#model()).at(-1)?.output ?? [0])
  }

  /**
   * Our layers' names are letters, digits and underscores, each one used once.
   * @param without parameters that this layer of the file does not have; ours get their initial values
   */
  #newName(original: string, without: readonly string[]): string {
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
