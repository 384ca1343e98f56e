import { required } from '../../core/base/required'
import { imageSource } from '../../core/layers/layer-kind'
import type { LayerShape } from '../../core/layers/layer-kinds'
import { layerReaders, learns, needGradients } from '../../core/model/layer-graph'

/** Who reads what in a network. Layers are known by their places; the image that the network gets is `imageSource`. */
export class NetworkGraph {
  readonly shapes: readonly LayerShape[]
  readonly #readers: readonly (readonly number[])[]
  readonly #imageReaders: readonly number[]
  readonly #needed: readonly boolean[]

  constructor(shapes: readonly LayerShape[]) {
    this.shapes = shapes
    this.#readers = layerReaders(shapes)
    this.#imageReaders = shapes.flatMap(({ sources }, at) =>
      sources.flatMap((source) => (source === imageSource ? [at] : []))
    )
    this.#needed = needGradients(shapes)
  }

  shape(at: number): LayerShape {
    return required(this.shapes[at], 'a layer')
  }

  /** In order; a layer that takes the same output twice is there twice. */
  readers(source: number): readonly number[] {
    return source === imageSource
      ? this.#imageReaders
      : required(this.#readers[source], 'the readers of a layer')
  }

  /** The only layer that reads an output; undefined where there are several, or none. */
  onlyReader(source: number): number | undefined {
    const [reader, ...others] = this.readers(source)
    return others.length === 0 ? reader : undefined
  }

  /** Whether a layer has weights that the optimizer moves. */
  learns(at: number): boolean {
    return learns(this.shape(at))
  }

  /** Whether the loss's gradient is needed with respect to an output. */
  needsGradient(source: number): boolean {
    return source !== imageSource && required(this.#needed[source], 'a layer')
  }
}
