import { required } from '../../core/base/required'
import { formatCount } from '../../core/format/format-number'
import { imageSource } from '../../core/layers/layer-kind'
import { type KerasLayer, kerasLayer } from '../../core/layers/keras-layer'
import { mostLayers } from '../../core/model/model-spec'
import { z } from '../../core/base/schema'
import { fuseGeluTanh } from './fuse-gelu-tanh'
import { inputLayer } from './foreign-layer'
import { hints, invalidCheckpoint, parsePart, refused, shown } from './invalid-checkpoint'
import { leaveOutTraining } from './leave-out-training'
import type { KerasNode } from './keras-node'

/** The layers of a file without the one that stands for the image, in an order in which they compute. */
export interface KerasGraph {
  /** [height, width, channels] */
  readonly inputShape: [number, number, number]
  readonly nodes: readonly KerasNode[]
  /** Place of the one that gives the scores. */
  readonly output: number
  /** Whether each layer has the one before it as its input because no layer of the file can have another. */
  readonly sequential: boolean
  /** Classes of layers that act only in training and are not among them. */
  readonly leftOut: readonly string[]
}

/** Some become no layer of ours, or one of ours together with others. */
const mostKerasLayers = 4 * mostLayers

const topology = z.object({ class_name: z.string(), config: z.unknown() })

/** As tfjs-layers writes it, or a bare list of layers, as early Keras did. */
const layerList = z.array(kerasLayer).min(1)
const sequentialConfig = z.union([
  z.object({ layers: layerList }).transform(({ layers }) => layers),
  layerList
])

/** An output of a layer: its name, which of its applications, which of its outputs. */
const tensor = z.tuple([z.string(), z.int(), z.int()], z.unknown())
const flags = z.object({ training: z.boolean().nullish() })

/** Keras 2 and TensorFlow.js: [[name, 0, 0, {}], ...], one for each input. */
const keras2Node = z.array(tensor).transform((inputs) => ({ inputs, options: inputs[0]?.[3] }))
const keras3Tensor = z
  .object({ config: z.object({ keras_history: tensor }) })
  .transform(({ config }) => [config.keras_history])
/** Keras 3: the arguments of a call, of which the first is a tensor or a list of them. */
const keras3Node = z
  .object({
    args: z.tuple([z.union([keras3Tensor, z.array(keras3Tensor).transform((tensors) => tensors.flat())])]),
    kwargs: z.unknown()
  })
  .transform(({ args: [inputs], kwargs }) => ({ inputs, options: kwargs }))

const functionalLayer = kerasLayer.extend({
  name: z.string(),
  inbound_nodes: z.array(z.unknown()).default([])
})
type FunctionalLayer = z.infer<typeof functionalLayer>
/** One is written as it is, or as a list of one. */
const ends = z.union([tensor.transform((only) => [only]), z.array(tensor)])
const functionalConfig = z.object({
  layers: z.array(functionalLayer).min(1),
  input_layers: ends,
  output_layers: ends
})

/**
 * Reads the topology of a Sequential or a functional model, as TensorFlow.js, Keras 2 or Keras 3 write it. A model inside
 * the model, as a network that was trained further has it, is opened up: its layers stand where it stood.
 * @param file its name, for people
 * @throws LabError 'checkpoint-invalid' for any other model, and for one that goes not from one image to one output
 */
export function kerasGraph(modelTopology: unknown, file: string): KerasGraph {
  const { shape, ...graph } = opened(layoutOf(modelTopology, file, `The network in ${file}`), file)
  const taken = shape()
  if (taken !== undefined) return fuseGeluTanh({ ...graph, ...leaveOutTraining(graph), inputShape: taken })
  throw invalidCheckpoint(
    `The first layer in ${file} does not say what it takes (batch_input_shape).`,
    hints.network
  )
}

/** The layers of one model, those inside it closed. */
interface Layout extends Omit<KerasGraph, 'inputShape' | 'leftOut'> {
  /** What it takes, if it says so; asked only where that is the image. @throws LabError 'checkpoint-invalid' */
  readonly shape: () => KerasGraph['inputShape'] | undefined
}

const modelClasses: ReadonlySet<string> = new Set(['Sequential', 'Functional', 'Model'])

/** @param place of the model, for people: `model.json`, or `layer 1 (Sequential) of model.json` */
function layoutOf(modelTopology: unknown, place: string, what: string): Layout {
  const { class_name, config } = parsePart(topology, modelTopology, what, hints.network)
  switch (class_name) {
    case 'Sequential':
      return chain(few(parsePart(sequentialConfig, config, what, hints.network), what), place)
    case 'Functional':
    case 'Model':
      return new FunctionalModel(
        parsePart(functionalConfig, config, what, hints.network),
        place,
        what
      ).layout()
    default:
      throw invalidCheckpoint(
        `${place} holds a model of class ${shown(class_name)}; only Sequential and Functional models can be read.`,
        hints.network
      )
  }
}

/** The same without models inside it. */
function opened({ shape, nodes, output, sequential }: Layout, file: string): Layout {
  const flat: KerasNode[] = []
  /** Of each node: the place in `flat` of what it hands on. */
  const places: number[] = []
  const placeOf = (source: number): number =>
    source === imageSource ? imageSource : required(places[source], 'a layer before')
  let plain = sequential
  /** Of a model that takes the image. */
  let first: Layout['shape'] | undefined
  for (const node of nodes) {
    const sources = node.sources.map(placeOf)
    if (!modelClasses.has(node.class_name)) {
      flat.push({ ...node, sources })
      places.push(flat.length - 1)
      continue
    }
    const [source, ...others] = sources
    if (source === undefined || others.length > 0) throw refused(node.what, 'takes more than one input')
    const place = `${node.what[0]?.toLowerCase() ?? ''}${node.what.slice(1)}`
    const inner = opened(layoutOf(node, place, node.what), file)
    const start = flat.length
    const shifted = (at: number): number => (at === imageSource ? source : start + at)
    for (const one of inner.nodes) flat.push({ ...one, sources: one.sources.map(shifted) })
    few(flat, `The network in ${file}`)
    places.push(shifted(inner.output))
    plain &&= inner.sequential
    if (source === imageSource) first ??= inner.shape
  }
  return { shape: () => shape() ?? first?.(), nodes: flat, output: placeOf(output), sequential: plain }
}

function few<T>(layers: readonly T[], what: string): readonly T[] {
  if (layers.length <= mostKerasLayers) return layers
  throw refused(what, `has more than ${formatCount(mostKerasLayers)} layers`)
}

function chain(layers: readonly KerasLayer[], place: string): Layout {
  const [first] = layers
  const rest = first?.class_name === 'InputLayer' ? layers.slice(1) : layers
  const nodes = rest.map(({ class_name, config }, at) => ({
    class_name,
    config,
    what: `Layer ${at + 1} (${shown(class_name)}) in ${place}`,
    sources: [at - 1]
  }))
  return { shape: () => inputShape(first, place), nodes, output: nodes.length - 1, sequential: true }
}

class FunctionalModel {
  readonly #place: string
  readonly #self: string
  readonly #input: string
  readonly #output: string
  readonly #layers = new Map<string, FunctionalLayer>()
  readonly #nodes: KerasNode[] = []
  /** Of layers that are begun: their places, or undefined until their inputs have one. */
  readonly #places = new Map<string, number | undefined>()

  constructor(config: z.infer<typeof functionalConfig>, place: string, what: string) {
    this.#place = place
    this.#self = what
    this.#input = this.#only(config.input_layers, 'input')
    this.#output = this.#only(config.output_layers, 'output')
    for (const layer of few(config.layers, what)) {
      if (this.#layers.has(layer.name)) throw refused(this.#what(layer), 'has the name of another layer')
      this.#layers.set(layer.name, layer)
    }
  }

  /** The layers in the order of the file, but none before its inputs. */
  layout(): Layout {
    for (const layer of this.#layers.values()) {
      if (layer.name === this.#input) continue
      if (layer.class_name === 'InputLayer') throw refused(this.#what(layer), 'is a second input')
      this.#placed(layer)
    }
    return {
      shape: () => inputShape(this.#layers.get(this.#input), this.#place),
      nodes: this.#nodes,
      output: this.#sourceOf(this.#output, this.#self),
      sequential: false
    }
  }

  #placed(layer: FunctionalLayer): number {
    const what = this.#what(layer)
    if (this.#places.has(layer.name)) {
      const place = this.#places.get(layer.name)
      if (place === undefined) throw refused(what, 'is part of a circle')
      return place
    }
    this.#places.set(layer.name, undefined)
    const sources = this.#inputsOf(layer, what).map((name) => this.#sourceOf(name, what))
    const place = this.#nodes.push({ class_name: layer.class_name, config: layer.config, what, sources }) - 1
    this.#places.set(layer.name, place)
    return place
  }

  #sourceOf(name: string, what: string): number {
    if (name === this.#input) return imageSource
    const source = this.#layers.get(name)
    if (source === undefined) throw refused(what, `takes the output of ${shown(name)}, which does not exist`)
    return this.#placed(source)
  }

  #inputsOf({ inbound_nodes }: FunctionalLayer, what: string): string[] {
    if (inbound_nodes.length > 1) {
      throw refused(what, `is applied ${inbound_nodes.length} times, but Tenfold applies each layer once`)
    }
    const node = z.union([keras2Node, keras3Node])
    const { inputs, options } = parsePart(node, inbound_nodes[0] ?? [], what, hints.network)
    if (inputs.length === 0) throw refused(what, 'takes no input')
    if (flags.safeParse(options).data?.training === true) {
      throw refused(what, 'computes predictions in training mode, which Tenfold does not support')
    }
    return inputs.map((input) => this.#first(input, what))
  }

  /** The name of the layer whose only output is taken. */
  #first([name, application, output]: z.infer<typeof tensor>, what: string): string {
    if (application === 0 && output === 0) return name
    throw refused(what, `takes an output of ${shown(name)} that is not its first`)
  }

  #only(all: z.infer<typeof ends>, kind: string): string {
    const [only, ...others] = all
    if (only !== undefined && others.length === 0) return this.#first(only, this.#self)
    throw refused(this.#self, `has ${all.length} ${kind}s; Tenfold supports one`)
  }

  #what({ name, class_name }: FunctionalLayer): string {
    return `Layer ${shown(name)} (${shown(class_name)}) in ${this.#place}`
  }
}

/** What the first layer says that the network takes. */
function inputShape(first: KerasLayer | undefined, place: string): [number, number, number] | undefined {
  const config = first?.config ?? {}
  const what = `The input of the network in ${place}`
  if (!('batch_input_shape' in config) && !('batch_shape' in config)) return undefined
  const { batch_input_shape, batch_shape } = parsePart(inputLayer, config, what, hints.network)
  return batch_input_shape ?? batch_shape
}
