import { required } from '../../../core/base/required'
import { dropoutMask } from '../../../core/layers/dropout'
import type { ActivationType, LayerShape, LayerType } from '../../../core/layers/layer-kinds'
import { volume } from '../../../core/layers/shape'
import type { LayerTable } from '../../shared/layer-table'
import { align } from './arena'
import { panelFloats } from './panel-floats'
import { placeStandardise } from './place-standardise'
import type { Places } from './places'
import type { MergedRows, RowGradient, Rows, RowStage } from './plan'
import type { WasmGraph } from './wasm-graph'

/** A layer's place in the network, and the rows that it gets. */
interface LayerPlace {
  readonly at: number
  /** The first of them. */
  readonly input: Rows
  readonly inputs: readonly MergedRows[]
  /** Whether a layer before it needs a gradient. */
  readonly needsInputGradient: boolean
}

/** Plans the layers that work on rows, in order. */
export class RowPlanner {
  readonly stages: RowStage[] = []
  readonly #graph: WasmGraph
  readonly #places: Places
  readonly #batchSize: number
  readonly #seed: number
  /** Of each layer's output, what those that read it get: in their order, as far as they are still to come. */
  readonly #handedOut = new Map<number, Rows[]>()
  #latest: Rows | undefined
  readonly #parts: LayerTable<Rows, [place: LayerPlace]> = {
    conv2d: outOfPlace,
    depthwiseConv2d: outOfPlace,
    maxPool2d: outOfPlace,
    averagePool2d: outOfPlace,
    globalMaxPool2d: outOfPlace,
    globalAveragePool2d: outOfPlace,
    zeroPadding2d: outOfPlace,
    batchNorm: ({ layer, input: shape }, { at, input, needsInputGradient }) => {
      const learns = this.#graph.learns(at)
      const stage = placeStandardise(layer, shape, this.#batchSize, learns, this.#places)
      const output = this.#rows(input.length)
      this.stages.push({ ...stage, input, output, needsInputGradient })
      return output
    },
    dropout: ({ layer }, place) => {
      const { at, input, needsInputGradient } = place
      const output = this.#byValue(place)
      const mask = dropoutMask(layer.rate)
      const { name } = layer
      const own = { kind: 'mask', name, mask, layerIndex: at, seed: this.#seed } as const
      this.stages.push({ ...own, input, output, needsInputGradient })
      return output
    },
    flatten: (_, { input }) => input,
    dense: ({ layer }, { at, input, needsInputGradient }) => {
      const { name, units } = layer
      const outputs = align(units, panelFloats)
      const output = this.#rows(units)
      const learns = this.#graph.learns(at)
      this.stages.push({
        kind: 'dense',
        name,
        inputs: input.length,
        units,
        input,
        output,
        kernel: this.#places.parameter(input.length * outputs * 4, learns),
        bias: this.#places.parameter(outputs * 4, learns),
        learns,
        needsInputGradient
      })
      return output
    },
    add: ({ layer }, { at, inputs }) => {
      const over = this.#graph.overwrites(at)
      const first = over === undefined ? undefined : required(inputs[over], 'the input that is overwritten')
      const others = inputs.filter((input) => input !== first)
      const output = first?.rows ?? this.#rows(required(inputs[0], 'an input').rows.length)
      this.stages.push({
        kind: 'add',
        name: layer.name,
        inputs: first === undefined ? others : [first, ...others],
        output
      })
      return output
    },
    concatenate: ({ layer, output: shape }, { inputs }) => {
      const output = this.#rows(volume(shape))
      this.stages.push({ kind: 'concatenate', name: layer.name, inputs, output })
      return output
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

  /**
   * @param features the rows that images become, by the layers that make them
   * @param seed the run's
   */
  constructor(
    graph: WasmGraph,
    places: Places,
    features: ReadonlyMap<number, Rows>,
    batchSize: number,
    seed: number
  ) {
    this.#graph = graph
    this.#places = places
    this.#batchSize = batchSize
    this.#seed = seed
    for (const [at, rows] of features) this.#handOut(at, rows)
    for (const at of graph.rows) {
      const shape = graph.shape(at)
      const inputs = shape.sources.map((source) => ({
        rows: required(this.#handedOut.get(source)?.shift(), 'the rows of a layer before'),
        needsGradient: graph.needsGradient(source)
      }))
      const { rows: input, needsGradient } = required(inputs[0], 'an input of each layer')
      const output = this.#plan(shape, { at, input, inputs, needsInputGradient: needsGradient })
      this.#handOut(at, output)
    }
  }

  /** The scores. */
  get logits(): Rows {
    return required(this.#latest, 'rows that give the scores')
  }

  #plan<T extends LayerType>(shape: LayerShape<T>, place: LayerPlace): Rows {
    return this.#parts[shape.layer.type](shape, place)
  }

  /** Where several layers read rows, each but the first gets gradients of its own, and a stage adds these up. */
  #handOut(source: number, rows: Rows): void {
    this.#latest = rows
    const [, ...others] = this.#graph.readers(source)
    if (!this.#graph.needsGradient(source) || others.length === 0) {
      this.#handedOut.set(source, [rows, ...others.map(() => rows)])
      return
    }
    const copies = others.map((): Rows => ({ ...rows, gradient: this.#gradient(rows.stride) }))
    this.#handedOut.set(source, [rows, ...copies])
    this.stages.push({
      kind: 'fork',
      name: `${this.#graph.shape(source).layer.name}.fork`,
      output: rows,
      gradients: copies.map(({ gradient }, i) => ({
        reader: this.#graph.shape(required(others[i], 'a reader')).layer.name,
        place: gradient
      }))
    })
  }

  #activation({ layer }: LayerShape<ActivationType>, place: LayerPlace): Rows {
    const { input, needsInputGradient } = place
    const output = this.#byValue(place)
    this.stages.push({ kind: 'activation', name: layer.name, layer, input, output, needsInputGradient })
    return output
  }

  /** What a layer makes that works value by value: its input, if that may be overwritten. Gradients always may. */
  #byValue({ at, input }: LayerPlace): Rows {
    if (this.#graph.overwrites(at) !== undefined) return input
    return { ...input, value: this.#places.batch(this.#bytes(input.stride)) }
  }

  #rows(length: number): Rows {
    const stride = align(length, panelFloats) * 4
    const value = this.#places.batch(this.#bytes(stride))
    return { length, stride, value, gradient: this.#gradient(stride) }
  }

  #gradient(stride: number): RowGradient {
    return { region: 'batch', address: this.#places.batch(this.#bytes(stride)) }
  }

  #bytes(stride: number): number {
    return this.#batchSize * stride + 16
  }
}

/** `inferShapes` has refused such a network. */
function outOfPlace({ layer }: LayerShape): never {
  throw new Error(`layer ${layer.name} cannot get rows`)
}
