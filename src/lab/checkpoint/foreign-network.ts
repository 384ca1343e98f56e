import { required } from '../../core/base/required'
import { z } from '../../core/base/schema'
import { transformedPixels } from '../../core/exchange/transformed-pixels'
import type { Initialisation } from '../../core/layers/initialisation'
import type { KerasReading } from '../../core/layers/keras-layer'
import { imageInput } from '../../core/layers/layer-base'
import { imageSource } from '../../core/layers/layer-kind'
import { layerKinds } from '../../core/layers/layer-kinds'
import { parameterShapes } from '../../core/model/infer-shapes'
import type { ModelSpec } from '../../core/model/model-spec'
import {
  type PixelRanges,
  pixelRanges,
  type PixelTransform,
  samePixels,
  usualPixels
} from '../../core/model/pixel-range'
import { foreignLayer } from './foreign-layer'
import { composed, imageScaling, notAtImage, scalesImages } from './image-scaling'
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
  /** Classes of its layers that act only in training and were left out. */
  readonly leftOut: readonly string[]
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
  /** What the layers right behind the image do to it, and the last of them. */
  #scaling:
    { readonly transforms: readonly PixelTransform[]; readonly what: string; readonly at: number } | undefined
  #takesImageAsItIs = false

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
    if (scalesImages.has(class_name) && this.#isAtImage(node)) {
      const own = imageScaling(class_name, reading, this.#inputShape[2], what)
      const transforms = this.#scaling === undefined ? own : composed(this.#scaling.transforms, own)
      this.#scaling = { transforms, what, at: this.#outputs.length }
    } else {
      if (takesImage && this.#scaling !== undefined) {
        throw refused(what, 'takes the image unchanged, but another layer rescales it')
      }
      if (takesImage) this.#takesImageAsItIs = true
      if (class_name === 'Normalization') throw notAtImage(what)
      decode(class_name, reading)
    }
    this.#outputs.push(reading.end())
  }

  end(): ReadNetwork {
    const scores = this.#outputs[this.#graph.output]
    const pixels = this.#pixels ?? this.#scaledPixels()
    const model = this.#layers.end(this.#inputShape, pixels ?? usualPixels, scores?.from)
    const weightNames = parameterShapes(model).map((parameter) => {
      const [layer = '', part = ''] = parameter.name.split('/')
      const { original, without } = required(this.#originals.get(layer), 'what the file calls a layer')
      return without.includes(part) ? undefined : `${original}/${part}`
    })
    return { model, weightNames, tellsPixels: pixels !== undefined, leftOut: this.#graph.leftOut }
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

  /**
   * Whether a layer says which pixels the network takes: right behind the image, or behind others that do. A file of Tenfold
   * says it in one layer, and another behind it is a layer of ours.
   */
  #isAtImage({ sources }: KerasNode): boolean {
    if (this.#pixels !== undefined) return false
    const [source, ...others] = sources
    if (others.length > 0) return false
    if (this.#scaling === undefined) return source === imageSource && !this.#takesImageAsItIs
    const { at } = this.#scaling
    const readers = this.#graph.nodes.filter((node) => node.sources.includes(at))
    return source === at && readers.length === 1 && !this.#own
  }

  #scaledPixels(): PixelRanges | undefined {
    if (this.#scaling === undefined) return undefined
    const { transforms, what } = this.#scaling
    const asItIs = transforms.every(({ scale, offset }) => scale === 1 && offset === 0)
    const ranges = transformedPixels(transforms, asItIs)
    const [first] = ranges
    const single = first !== undefined && ranges.every((range) => samePixels(range, first))
    return parsePart(pixelRanges, single ? first : ranges, what, hints.network)
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
