import { required } from '../../../core/base/required'
import { imageSource } from '../../../core/layers/layer-kind'
import { activationOf, isActivation, kindOf, type LayerShape } from '../../../core/layers/layer-kinds'
import { volume } from '../../../core/layers/shape'
import { NetworkGraph } from '../../shared/network-graph'
import { largestPooledWindow } from './convolution-sizes'

/** Layers that a convolution computes with its own: a max pooling, and perhaps a ReLU before it. */
interface Fusion {
  readonly relu: boolean
  /** The pooling's place. */
  readonly pool: number
  readonly size: readonly [number, number]
}

/**
 * What the plan has to know of a network: which layers work on images and which on rows, which overwrite their input, and
 * where images wait for one another.
 */
export class WasmGraph extends NetworkGraph {
  /** Layers that get an image, in order; the last of each branch makes a row of it. */
  readonly images: readonly number[]
  /** Layers that get a row, in order. */
  readonly rows: readonly number[]
  /** How many image layers before each take statistics over the batch. */
  readonly #waitsBefore: readonly number[]

  constructor(shapes: readonly LayerShape[]) {
    super(shapes)
    const places = [...shapes.keys()]
    this.images = places.filter((at) => this.shape(at).input.length === 3)
    this.rows = places.filter((at) => this.shape(at).input.length === 1)
    let waits = 0
    this.#waitsBefore = places.map((at) => {
      const before = waits
      if (this.shape(at).input.length === 3 && this.waits(at)) waits += 1
      return before
    })
  }

  /** Whether it takes statistics over the batch, so that all images wait for one another. */
  waits(at: number): boolean {
    const { layer, input } = this.shape(at)
    return kindOf(layer).statisticValues(input) !== undefined
  }

  /** Zeros that a layer wants around the image that it gets; undefined for one that does not care. */
  paddingOf(at: number): readonly [number, number] | undefined {
    const { layer } = this.shape(at)
    return layer.type === 'conv2d' || layer.type === 'depthwiseConv2d' ? layer.padding : undefined
  }

  /** The max pooling behind a convolution whose windows do not overlap, with a ReLU between the two. */
  fusion(at: number): Fusion | undefined {
    if (this.shape(at).layer.type !== 'conv2d') return undefined
    const next = this.onlyReader(at)
    const relu = next !== undefined && this.shape(next).layer.type === 'relu'
    const pool = relu ? this.onlyReader(next) : next
    const layer = pool === undefined ? undefined : this.shape(pool).layer
    if (pool === undefined || layer?.type !== 'maxPool2d') return undefined
    const { poolSize, strides } = layer
    const apart = poolSize[0] === strides[0] && poolSize[1] === strides[1]
    return apart && volume(poolSize) <= largestPooledWindow ? { relu, pool, size: poolSize } : undefined
  }

  /**
   * Which of its inputs a layer overwrites with its output: one that nothing else reads, unless the layer itself or the
   * activation before it needs it to go backward. Undefined for a layer that does not work value by value.
   */
  overwrites(at: number): number | undefined {
    const { layer, sources } = this.shape(at)
    if (!this.#worksByValue(at)) return undefined
    if (isActivation(layer) && activationOf(layer).slopeFrom === 'input') return undefined
    const index = sources.findIndex((source) => this.onlyReader(source) === at && !this.#keepsOutput(source))
    return index < 0 ? undefined : index
  }

  /** The last of the layers that overwrite one another's output, beginning with the one at `source`. */
  end(source: number): number {
    for (let last = source; ;) {
      const next = this.onlyReader(last)
      const index = next === undefined ? undefined : this.overwrites(next)
      if (next === undefined || index === undefined || this.shape(next).sources[index] !== last) return last
      last = next
    }
  }

  /**
   * Whether the gradient of a layer's output outlives a wait: whether it is written in another stretch than it is read.
   * @param maker the layer whose stage makes the output: a convolution that takes the layer along, or itself
   */
  outlivesWait(source: number, maker = source): boolean {
    if (source !== imageSource && this.waits(source)) return true
    const stretches = new Set([this.stretch(maker)])
    for (let last = source; ;) {
      for (const reader of this.readers(last)) stretches.add(this.stretch(reader))
      if (last === this.end(source)) return stretches.size > 1
      last = required(this.onlyReader(last), 'a layer that overwrites another’s output')
    }
  }

  /** Between which waits a layer works: the number of those before it. */
  stretch(at: number): number {
    return at === imageSource ? 0 : required(this.#waitsBefore[at], 'the waits before a layer')
  }

  /** The same behind the layer, which may wait itself. */
  stretchBehind(at: number): number {
    return this.stretch(at) + (this.waits(at) ? 1 : 0)
  }

  /** Whether a flatten layer has nothing to do: the image before it, which nothing else reads, lies as a row already. */
  flattensInPlace(at: number): boolean {
    const { layer, sources } = this.shape(at)
    return layer.type === 'flatten' && this.onlyReader(required(sources[0], 'a source')) === at
  }

  /** Whether each value of the output is made of the values in the same place of its inputs. */
  #worksByValue(at: number): boolean {
    const { layer } = this.shape(at)
    return isActivation(layer) || layer.type === 'dropout' || layer.type === 'add'
  }

  /** Whether a layer needs its output to go backward; a flatten layer hands on what it gets. */
  #keepsOutput(source: number): boolean {
    if (source === imageSource) return false
    const { layer, sources } = this.shape(source)
    if (layer.type === 'flatten') return this.#keepsOutput(required(sources[0], 'a source'))
    return isActivation(layer) && activationOf(layer).slopeFrom === 'output'
  }
}
