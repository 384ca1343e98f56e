import { required } from '../../core/base/required'
import { z } from '../../core/base/schema'
import type { Initialisation } from '../../core/layers/initialisation'
import type { KerasReading } from '../../core/layers/keras-layer'
import { imageInput } from '../../core/layers/layer-base'
import { imageSource } from '../../core/layers/layer-kind'
import { layerKinds } from '../../core/layers/layer-kinds'
import { parameterShapes } from '../../core/model/infer-shapes'
import type { ModelSpec } from '../../core/model/model-spec'
import { pixelRange, type PixelRanges, pixelRanges, usualPixels } from '../../core/model/pixel-range'
import { foreignLayer } from './foreign-layer'
import type { OwnMetadata } from './layers-model'
import { hints, parsePart, refused } from './invalid-checkpoint'
import type { KerasGraph } from './keras-graph'
import type { KerasNode } from './keras-node'
import { LayerList } from './layer-list'
import { type Appended, NodeReading, type Output } from './node-reading'

/** A network as a file has it, in our layers. */
export interface ReadNetwork {
  readonly model: ModelSpec
  /** For each of `parameterShapes(model)`: its name in the manifest; undefined for one that the layer goes without. */
  readonly weightNames: readonly (string | undefined)[]
  /** Whether the file says which pixels the network takes. */
  readonly tellsPixels: boolean
}

/** By class name: how the types of layers that there are here are read. */
const decoders: ReadonlyMap<string, (reading: KerasReading) => void> = new Map(
  Object.values(layerKinds).flatMap(({ decodeKeras }) => Object.entries(decodeKeras))
)

/** By class name: the types with padding of their own. */
const takesFrame: ReadonlySet<string> = new Set(
  Object.values(layerKinds).flatMap(({ fields, decodeKeras }) =>
    'padding' in fields ? Object.keys(decodeKeras) : []
  )
)

/** Builds a network of ours from the layers of a file, one after the other. */
export class ForeignNetwork {
  readonly #graph: KerasGraph
  readonly #own: boolean
  readonly #initialisations: ReadonlyMap<string, Initialisation>
  readonly #image: Output
  readonly #inputShape: [number, number, number]
  readonly #layers: LayerList
  /** Of each layer of the file. */
  readonly #outputs: Output[] = []
  /** Names of our layers to what the file calls them. */
  readonly #originals = new Map<string, Pick<Appended, 'original' | 'without'>>()
  #pixels: PixelRanges | undefined
  /** By the first layer that takes it. */
  #imageTaken: 'rescaled' | 'as it is' | undefined

  /**
   * @param own what a file of Tenfold says outside of its layers, without the pixels where a layer says them; undefined for
   *   one from elsewhere
   */
  constructor(
    graph: KerasGraph,
    file: string,
    own: (Pick<OwnMetadata, 'initialisations'> & { readonly pixels: PixelRanges | undefined }) | undefined
  ) {
    const { inputShape, sequential } = graph
    this.#graph = graph
    this.#own = own !== undefined
    this.#initialisations = new Map(Object.entries(own?.initialisations ?? {}))
    this.#image = { from: imageInput, shape: inputShape, frame: undefined, softmax: false }
    this.#inputShape = inputShape
    this.#layers = new LayerList(file, sequential ? [] : [imageInput])
    this.#pixels = own?.pixels
  }

  add(node: KerasNode): void {
    const { class_name, config, what, sources } = node
    const inputs = sources.map((source) =>
      source === imageSource ? this.#image : required(this.#outputs[source], 'a layer before')
    )
    const reading = new NodeReading(config, what, inputs, this.#mayLeaveFrame(node), (layer) =>
      this.#append(layer, what)
    )
    const takesImage = sources.includes(imageSource)
    if (
      class_name === 'Rescaling' &&
      takesImage &&
      this.#imageTaken === undefined &&
      this.#pixels === undefined
    ) {
      this.#rescale(reading, what)
    } else {
      if (takesImage && this.#imageTaken === 'rescaled') {
        throw refused(what, 'takes the image unchanged, but another layer rescales it')
      }
      if (takesImage) this.#imageTaken = 'as it is'
      decode(class_name, reading)
    }
    this.#outputs.push(reading.end())
  }

  end(): ReadNetwork {
    const scores = this.#outputs[this.#graph.output]
    const model = this.#layers.end(this.#inputShape, this.#pixels ?? usualPixels, scores?.from)
    const weightNames = parameterShapes(model).map((parameter) => {
      const [layer = '', part = ''] = parameter.name.split('/')
      const { original, without } = required(this.#originals.get(layer), 'what the file calls a layer')
      return without.includes(part) ? undefined : `${original}/${part}`
    })
    return { model, weightNames, tellsPixels: this.#pixels !== undefined }
  }

  /**
   * Whether zeros around the image become the padding of the layers that take them. In a file of Tenfold they do where
   * such a layer wrote them: a layer of ours that pads stays one.
   */
  #mayLeaveFrame({ config }: KerasNode): boolean {
    const place = this.#outputs.length
    const readers = this.#graph.nodes.filter(({ sources }) => sources.includes(place))
    return (
      place !== this.#graph.output &&
      readers.length > 0 &&
      readers.every(({ class_name }) => takesFrame.has(class_name)) &&
      (!this.#own || z.string().endsWith('.padding').safeParse(config['name']).success)
    )
  }

  /** Right behind the image it says which pixels the network takes; anywhere else it is a layer. */
  #rescale(reading: KerasReading, what: string): void {
    const { scale, offset } = reading.parse(foreignLayer.rescaling)
    this.#imageTaken = 'rescaled'
    const range = (low: number, factor: number): [number, number] => [low, 255 * factor + low]
    if (typeof scale === 'number' && typeof offset === 'number') {
      this.#pixels = parsePart(pixelRange, range(offset, scale), what, hints.network)
      return
    }
    const channels = this.#inputShape[2]
    const each = (given: number | readonly number[]): readonly number[] => {
      const all = typeof given === 'number' ? [given] : given
      if (all.length === 1) return Array.from({ length: channels }, () => required(all[0], 'a number'))
      if (all.length === channels) return all
      throw refused(what, `has ${all.length} numbers for ${channels} channels`)
    }
    const offsets = each(offset)
    const ranges = each(scale).map((factor, c) => range(required(offsets[c], 'an offset'), factor))
    this.#pixels = parsePart(pixelRanges, ranges, what, hints.network)
  }

  #append({ original, settings, without, frozen, inputs }: Appended, what: string): Output {
    const initialisation = this.#initialisations.get(original)
    const { layer, output } = this.#layers.add({ original, settings, inputs, frozen, initialisation }, what)
    this.#originals.set(layer.name, { original, without })
    return { from: layer.name, shape: output, frame: undefined, softmax: false }
  }
}

function decode(className: string, reading: KerasReading): void {
  switch (className) {
    case 'InputLayer':
      throw reading.refuse('is not at the beginning')
    case 'Sequential':
    case 'Functional':
    case 'Model':
      throw reading.refuse('is a network inside the network, which Tenfold does not support')
    case 'Activation': {
      const { activation, name } = reading.parse(foreignLayer.activation)
      reading.activate(activation, name)
      return
    }
    case 'Softmax':
      reading.parse(foreignLayer.softmax)
      reading.activate('softmax', '')
      return
    default: {
      const read = decoders.get(className)
      if (read === undefined) throw reading.refuse('has a type that Tenfold does not support')
      read(reading)
    }
  }
}
