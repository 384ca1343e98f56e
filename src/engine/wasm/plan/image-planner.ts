// Over 300 lines: every image is placed once, in one pass over the layers that hands each on to those that read it.
import { required } from '../../../core/base/required'
import { dropoutMask } from '../../../core/layers/dropout'
import { imageSource } from '../../../core/layers/layer-kind'
import type { ActivationType, LayerShape, LayerType } from '../../../core/layers/layer-kinds'
import { type PoolingType, poolingWindows } from '../../../core/layers/pooling-window'
import { type SpatialShape, spatialShape, volume } from '../../../core/layers/shape'
import type { LayerTable } from '../../shared/layer-table'
import { align, cacheLine } from './arena'
import { backwardKind } from './backward-kind'
import { convolutionSizes, depthwiseBytes, listBytes } from './convolution-sizes'
import { imageView, narrowedView } from './image-view'
import { panelFloats } from './panel-floats'
import { placeStandardise } from './place-standardise'
import type { Places } from './places'
import type { ConvolutionStage, ImageNode, ImageStage, MemoryPlace, PooledOutput } from './plan'
import { suitsPlanes } from './suits-planes'
import type { WasmGraph } from './wasm-graph'

/** Where one of the rows that images become lies in the row of all of them. */
export interface Feature {
  readonly offset: number
  /** Values. */
  readonly length: number
}

/** A layer's place in the network, and the images that it gets. */
interface LayerPlace {
  readonly at: number
  /** The first of them. */
  readonly input: ImageNode
  readonly inputs: readonly ImageNode[]
}

/** What a layer makes, and the layer whose output that is: a convolution takes others along. */
interface Planned {
  readonly output: ImageNode
  readonly last: number
}

/** Plans the layers that work on images, in order. */
export class ImagePlanner {
  readonly stages: ImageStage[] = []
  readonly input: ImageNode
  readonly planes: MemoryPlace
  /** By the layer that makes it of an image. */
  readonly features = new Map<number, Feature>()
  featureBytes = 0
  readonly #graph: WasmGraph
  readonly #places: Places
  readonly #batchSize: number
  readonly #seed: number
  /** Of each layer's output, what those that read it get: in their order, as far as they are still to come. */
  readonly #handedOut = new Map<number, ImageNode[]>()
  readonly #takenAlong = new Set<number>()
  readonly #parts: LayerTable<Planned, [place: LayerPlace]> = {
    conv2d: (shape, place) => this.#convolution(shape, place),
    depthwiseConv2d: (shape, place) => this.#depthwise(shape, place),
    maxPool2d: (shape, place) => this.#pool('maxPool', shape, place),
    averagePool2d: (shape, place) => this.#pool('averagePool', shape, place),
    globalMaxPool2d: (shape, place) => this.#pool('maxPool', shape, place),
    globalAveragePool2d: (shape, place) => this.#pool('averagePool', shape, place),
    zeroPadding2d: ({ layer, output: shape }, { at, input }) => {
      const output = this.#node(at, spatialShape(shape))
      const [[above], [left]] = [layer.rows, layer.columns]
      this.stages.push({ kind: 'pad', name: layer.name, above, left, input, output })
      return { output, last: at }
    },
    batchNorm: (shape, { at, input }) => {
      const stage = placeStandardise(
        shape.layer,
        shape.input,
        this.#batchSize,
        this.#graph.learns(at),
        this.#places
      )
      const output = this.#node(at, spatialShape(shape.output))
      this.stages.push({ ...stage, input, output })
      return { output, last: at }
    },
    dropout: ({ layer, output: shape }, place) => {
      const output = this.#byValue(shape, place)
      const mask = dropoutMask(layer.rate)
      const { at, input } = place
      this.stages.push({
        kind: 'mask',
        name: layer.name,
        mask,
        layerIndex: at,
        seed: this.#seed,
        input,
        output
      })
      return { output, last: at }
    },
    flatten: ({ layer, input: shape }, { at, input }) => {
      if (this.#graph.flattensInPlace(at)) return { output: input, last: at }
      const output = this.#feature(at, spatialShape(shape))
      this.stages.push({ kind: 'add', name: layer.name, inputs: [input], output })
      return { output, last: at }
    },
    dense: outOfPlace,
    add: ({ layer, output: shape }, { at, inputs }) => {
      const over = this.#graph.overwrites(at)
      const first = over === undefined ? undefined : required(inputs[over], 'the input that is overwritten')
      const output = first ?? this.#node(at, spatialShape(shape))
      const others = inputs.filter((input) => input !== first)
      this.stages.push({
        kind: 'add',
        name: layer.name,
        inputs: first === undefined ? others : [first, ...others],
        output
      })
      return { output, last: at }
    },
    concatenate: ({ layer, output: shape }, { at, inputs }) => {
      const output = this.#node(at, spatialShape(shape))
      this.stages.push({ kind: 'concatenate', name: layer.name, inputs, output })
      return { output, last: at }
    },
    scale: (shape, place) => this.#activation(shape, place),
    relu: (shape, place) => this.#activation(shape, place),
    leakyRelu: (shape, place) => this.#activation(shape, place),
    relu6: (shape, place) => this.#activation(shape, place),
    tanh: (shape, place) => this.#activation(shape, place),
    sigmoid: (shape, place) => this.#activation(shape, place),
    silu: (shape, place) => this.#activation(shape, place),
    gelu: (shape, place) => this.#activation(shape, place),
    geluTanh: (shape, place) => this.#activation(shape, place)
  }

  /** @param seed the run's */
  constructor(graph: WasmGraph, places: Places, inputShape: SpatialShape, batchSize: number, seed: number) {
    this.#graph = graph
    this.#places = places
    this.#batchSize = batchSize
    this.#seed = seed
    this.input = this.#node(imageSource, inputShape)
    this.planes = places.place('thread', volume(inputShape) * 4 + cacheLine)
    this.#handOut(imageSource, this.input)
    for (const at of graph.images) {
      if (this.#takenAlong.has(at)) continue
      const shape = graph.shape(at)
      const inputs = shape.sources.map((source) => this.#take(source, at))
      const input = required(inputs[0], 'an input of each layer')
      const { output, last } = this.#plan(shape, { at, input, inputs })
      if (graph.shape(last).output.length === 3) this.#handOut(last, output, at)
    }
  }

  #plan<T extends LayerType>(shape: LayerShape<T>, place: LayerPlace): Planned {
    return this.#parts[shape.layer.type](shape, place)
  }

  /** What the next of a layer's readers gets of its output. A convolution begins at the corner of its own padding. */
  #take(source: number, at: number): ImageNode {
    const node = required(this.#handedOut.get(source)?.shift(), 'the image of a layer before')
    const padding = this.#graph.paddingOf(at)
    if (padding === undefined || this.#graph.onlyReader(source) !== undefined) return node
    const { view, shift } = narrowedView(node.view, padding)
    const moved = (place: MemoryPlace): MemoryPlace => ({ ...place, offset: place.offset + shift })
    return { view, value: moved(node.value), gradient: node.gradient && moved(node.gradient) }
  }

  /**
   * Where several layers read an image, each but the first gets a gradient of its own, and a stage adds these up.
   * @param maker the layer whose stage makes it
   */
  #handOut(source: number, node: ImageNode, maker = source): void {
    const [first, ...others] = this.#graph.readers(source)
    if (first === undefined) return
    const copies = others.map((reader): ImageNode => {
      if (node.gradient === undefined) return node
      const keeps = this.#graph.stretchBehind(maker) === this.#graph.stretch(reader) ? 'thread' : 'image'
      return { ...node, gradient: this.#places.place(keeps, node.view.bytes) }
    })
    this.#handedOut.set(source, [node, ...copies])
    if (node.gradient === undefined || others.length === 0) return
    this.stages.push({
      kind: 'fork',
      name: `${this.#graph.shape(source).layer.name}.fork`,
      output: node,
      gradients: copies.map(({ gradient }, i) => ({
        reader: this.#graph.shape(required(others[i], 'a reader')).layer.name,
        place: required(gradient, 'a gradient for each reader')
      }))
    })
  }

  #pool(kind: 'maxPool' | 'averagePool', shape: LayerShape<PoolingType>, { at, input }: LayerPlace): Planned {
    const { size, strides, output: pooled } = poolingWindows(shape)
    const makesRow = shape.output.length === 1
    const output = makesRow ? this.#feature(at, pooled) : this.#node(at, pooled)
    const winners = this.#places.place('image', kind === 'maxPool' ? volume(pooled) * 4 + 16 : 0)
    this.stages.push({ kind, name: shape.layer.name, size, strides, input, output, winners })
    return { output, last: at }
  }

  #activation({ layer, output: shape }: LayerShape<ActivationType>, place: LayerPlace): Planned {
    const output = this.#byValue(shape, place)
    this.stages.push({ kind: 'activation', name: layer.name, layer, input: place.input, output })
    return { output, last: place.at }
  }

  /** What a layer makes that works value by value: its input, if that may be overwritten. */
  #byValue(shape: LayerShape['output'], { at, input }: LayerPlace): ImageNode {
    return this.#graph.overwrites(at) === undefined ? this.#node(at, spatialShape(shape)) : input
  }

  /** A convolution takes along a max pooling whose windows do not overlap, and a ReLU between the two. */
  #convolution({ layer, output: shape }: LayerShape<'conv2d'>, { at, input }: LayerPlace): Planned {
    const output = spatialShape(shape)
    const fusion = this.#graph.fusion(at)
    const sizes = convolutionSizes(layer, input.view.channels)
    const { gradients, border } = backwardKind(this.#graph, at)
    const places = this.#places
    const learns = this.#graph.learns(at)
    const stage: ConvolutionStage = {
      kind: 'convolution',
      name: layer.name,
      kernelSize: layer.kernelSize,
      strides: layer.strides,
      filters: layer.filters,
      input,
      output:
        fusion === undefined
          ? this.#node(at, output, border)
          : {
              view: imageView(output, [0, 0]),
              value: places.place('thread', volume(output) * 4 + 16),
              gradient: undefined
            },
      parameters: {
        kernel: places.parameter(sizes.kernelBytes, learns),
        bias: places.parameter(sizes.biasBytes, learns),
        rowFloats: sizes.rowFloats,
        forwardKernel: places.copy(sizes.forwardBytes),
        backwardKernel: border === undefined ? undefined : places.copy(sizes.backwardBytes),
        gradients: learns
          ? { kernel: places.gradient(sizes.kernelBytes), bias: places.gradient(sizes.biasBytes) }
          : undefined
      },
      pool: fusion && this.#pooledOutput(at, fusion),
      gradients,
      lists: places.place('thread', listBytes(output)),
      fromPlanes: fusion !== undefined && this.#readsPlanes(at, layer, fusion)
    }
    this.stages.push(stage)
    if (fusion === undefined) return { output: stage.output, last: at }
    for (let next = at; next !== fusion.pool;) {
      next = required(this.#graph.onlyReader(next), 'a layer that is taken along')
      this.#takenAlong.add(next)
    }
    return { output: required(stage.pool, 'a pooling').node, last: fusion.pool }
  }

  #depthwise({ layer, output: shape }: LayerShape<'depthwiseConv2d'>, { at, input }: LayerPlace): Planned {
    const { name, kernelSize, strides, multiplier } = layer
    const outputs = spatialShape(shape)
    const output = this.#node(at, outputs)
    const bytes = depthwiseBytes(layer, outputs[2])
    const learns = this.#graph.learns(at)
    this.stages.push({
      kind: 'depthwise',
      name,
      kernelSize,
      strides,
      multiplier,
      input,
      output,
      weights: this.#places.parameter(bytes, learns),
      outputBytes: align(outputs[2], 4) * 4,
      weightGradient: learns ? this.#places.gradient(bytes) : undefined
    })
    return { output, last: at }
  }

  #readsPlanes(
    at: number,
    layer: LayerShape<'conv2d'>['layer'],
    { pool, size }: NonNullable<ReturnType<WasmGraph['fusion']>>
  ): boolean {
    // The planes are those of the image that the thread has just begun with.
    if (this.#graph.shape(at).sources[0] !== imageSource || this.#graph.stretch(at) > 0) return false
    const pooledWidth = spatialShape(this.#graph.shape(pool).output)[1]
    return suitsPlanes({ ...layer, pool: size, pooledWidth })
  }

  #pooledOutput(
    at: number,
    { relu, pool, size }: NonNullable<ReturnType<WasmGraph['fusion']>>
  ): PooledOutput {
    const shape = spatialShape(this.#graph.shape(pool).output)
    return {
      size,
      relu,
      node: this.#node(pool, shape, [0, 0], at),
      winners: this.#places.place('image', volume(shape) * 4 + 16)
    }
  }

  /**
   * The image that a layer makes, and that the layers behind it overwrite; the padding of the convolutions that read it
   * decides its border.
   * @param border of an image that no convolution reads
   * @param maker the layer whose stage makes it
   */
  #node(at: number, shape: SpatialShape, border: readonly [number, number] = [0, 0], maker = at): ImageNode {
    const graph = this.#graph
    const end = graph.end(at)
    const readers = graph.readers(end)
    const flatten = readers.find((reader) => graph.flattensInPlace(reader))
    if (flatten !== undefined) return this.#feature(flatten, shape, end)
    const padding = this.#paddingOf(readers)
    const view = imageView(shape, padding ?? border)
    const bordered = view.origin > 0
    const value = this.#places.place('image', view.bytes, padding !== undefined && bordered)
    const keeps = graph.outlivesWait(at, maker) ? 'image' : 'thread'
    return {
      view,
      value,
      // The border of a gradient matters where it is read as an image: behind a convolution that goes back as one.
      gradient: graph.needsGradient(end)
        ? this.#places.place(keeps, view.bytes, padding === undefined && bordered)
        : undefined
    }
  }

  /** The largest padding of the convolutions among some layers. */
  #paddingOf(readers: readonly number[]): readonly [number, number] | undefined {
    const paddings = readers.flatMap((reader) => {
      const padding = this.#graph.paddingOf(reader)
      return padding === undefined ? [] : [padding]
    })
    if (paddings.length === 0) return undefined
    return [Math.max(...paddings.map(([rows]) => rows)), Math.max(...paddings.map(([, columns]) => columns))]
  }

  /** An image that lies as a row. @param end the layer that makes it */
  #feature(at: number, shape: SpatialShape, end = at): ImageNode {
    const offset = this.featureBytes
    const length = volume(shape)
    this.features.set(at, { offset, length })
    this.featureBytes += align(length, panelFloats) * 4
    return {
      view: imageView(shape, [0, 0]),
      value: { region: 'features', offset },
      gradient: this.#graph.needsGradient(end) ? { region: 'featureGradient', offset } : undefined
    }
  }
}

/** `inferShapes` has refused such a network. */
function outOfPlace({ layer }: LayerShape): never {
  throw new Error(`layer ${layer.name} cannot get an image`)
}
