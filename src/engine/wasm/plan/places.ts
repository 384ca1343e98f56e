import { Arena } from './arena'
import type { MemoryPlace } from './plan'
import type { Buffer, SharedBuffers } from './share-buffers'
import { weightSizes } from './weight-sizes'
import type { WasmGraph } from './wasm-graph'

/**
 * Gives every buffer its place. Weights and their copies have known sizes, so that one address space holds one after the
 * other: weights that learn, what the optimizer keeps for them, frozen weights, copies, and what belongs to a batch.
 */
export class Places {
  /** From a weight to the first value that the optimizer keeps for it, and from there to the second. */
  readonly weightBytes: number
  /** Of the weights of frozen layers. */
  readonly frozenBytes: number
  readonly #weightsBegin: number
  readonly #frozenBegin: number
  readonly #copiesBegin: number
  readonly #batchBegin: number
  readonly #parameters = new Arena()
  readonly #frozen = new Arena()
  readonly #copies = new Arena()
  readonly #batch = new Arena()
  readonly #gradients = new Arena()
  /** Of an image and of a thread, in the order in which they were asked for. */
  readonly buffers: Buffer[] = []
  readonly #image = new Arena()
  readonly #thread = new Arena()
  readonly #shared: SharedBuffers | undefined

  /**
   * @param stateArrays values that the optimizer keeps for each weight
   * @param shared where buffers of an image and of a thread lie, in the order in which they are asked for; behind one
   *   another where nothing is said
   */
  constructor(graph: WasmGraph, begin: number, stateArrays: number, shared?: SharedBuffers) {
    this.#shared = shared
    const weights = new Arena()
    const frozen = new Arena()
    const copies = new Arena()
    for (const at of graph.shapes.keys()) {
      const sizes = weightSizes(graph, at)
      const own = graph.learns(at) ? weights : frozen
      for (const bytes of sizes.parameters) own.allocate(bytes)
      for (const bytes of sizes.copies) copies.allocate(bytes)
    }
    this.weightBytes = weights.bytes
    this.frozenBytes = frozen.bytes
    this.#weightsBegin = begin
    this.#frozenBegin = begin + (1 + stateArrays) * this.weightBytes
    this.#copiesBegin = this.#frozenBegin + this.frozenBytes
    this.#batchBegin = this.#copiesBegin + copies.bytes
  }

  /**
   * @param learns whether its layer does
   * @returns an address, as the next two do
   */
  parameter(bytes: number, learns: boolean): number {
    return learns
      ? this.#weightsBegin + this.#parameters.allocate(bytes)
      : this.#frozenBegin + this.#frozen.allocate(bytes)
  }

  /** Of weights, in another order. */
  copy(bytes: number): number {
    return this.#copiesBegin + this.#copies.allocate(bytes)
  }

  batch(bytes: number): number {
    return this.#batchBegin + this.#batch.allocate(bytes)
  }

  /** @returns an offset in a part's accumulators */
  gradient(bytes: number): number {
    return this.#gradients.allocate(bytes)
  }

  /**
   * What one image needs from forward to backward pass, or the scratch of a thread.
   * @param keepsZeros whether some of it is never written, and has to stay zero
   */
  place(region: 'image' | 'thread', bytes: number, keepsZeros = false): MemoryPlace {
    const shared = this.#shared?.offsets[this.buffers.length]
    const offset = shared ?? (region === 'image' ? this.#image : this.#thread).allocate(bytes)
    this.buffers.push({ region, offset, bytes, keepsZeros })
    return { region, offset }
  }

  get batchEnd(): number {
    return this.#batchBegin + this.#batch.bytes
  }

  get gradientBytes(): number {
    return this.#gradients.bytes
  }

  get imageBytes(): number {
    return this.#shared?.bytes.image ?? this.#image.bytes
  }

  get threadBytes(): number {
    return this.#shared?.bytes.thread ?? this.#thread.bytes
  }
}
