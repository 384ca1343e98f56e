import type { LabError } from '../../core/base/lab-error'
import { required } from '../../core/base/required'
import type { z } from '../../core/base/schema'
import type { KerasReading } from '../../core/layers/keras-layer'
import { layerKinds, type LayerType, layerTypes } from '../../core/layers/layer-kinds'
import type { Shape } from '../../core/layers/shape'
import { foreignLayer } from './foreign-layer'
import { hints, parsePart, refused, shown } from './invalid-checkpoint'

/** What a layer of the file hands on. */
export interface Output {
  /** The layer of ours that computes it, or `image`. */
  readonly from: string
  readonly shape: Shape
  /** Zeros around the image, [rows, columns], which the layers that take it take over. */
  readonly frame: readonly [number, number] | undefined
  readonly softmax: boolean
}

/** A layer of ours that is to be appended. */
export interface Appended {
  /** Its name in the file. */
  readonly original: string
  /** Its type and settings. */
  readonly settings: object
  /** Parameters that the layer of the file does not have. */
  readonly without: readonly string[]
  /** Whether the file says that its weights, if it has any, do not learn. */
  readonly frozen: boolean
  readonly inputs: readonly Output[]
}

/** By Keras's names of activations: their types here. */
const activations: ReadonlyMap<string, LayerType> = new Map(
  layerTypes.flatMap((type) => layerKinds[type].kerasActivations.map((name) => [name, type]))
)

/** One layer of a file while it is read: none, one or more layers of ours, each behind the one before. */
export class NodeReading implements KerasReading {
  readonly #config: unknown
  readonly #frozen: boolean
  readonly #what: string
  readonly #append: (layer: Appended) => Output
  /** What the next layer takes. */
  #outputs: readonly Output[]
  readonly mayLeaveFrame: boolean

  /** @param what the layer, for people */
  constructor(
    config: unknown,
    what: string,
    inputs: readonly Output[],
    mayLeaveFrame: boolean,
    append: (layer: Appended) => Output
  ) {
    this.#config = config
    this.#what = what
    this.#append = append
    this.#outputs = inputs
    this.mayLeaveFrame = mayLeaveFrame
    this.#frozen = this.parse(foreignLayer.any).trainable === false
    if (inputs.some(({ softmax }) => softmax)) {
      throw this.refuse('comes after a softmax, which must be the last layer')
    }
  }

  get input(): Shape {
    return this.#first().shape
  }

  parse<S extends z.ZodType>(schema: S): z.infer<S> {
    return parsePart(schema, this.#config, this.#what, hints.network)
  }

  takeFrame(): readonly [number, number] {
    const { frame = [0, 0] } = this.#first()
    this.#outputs = this.#outputs.map((output) => ({ ...output, frame: undefined }))
    return frame
  }

  leaveFrame(frame: readonly [number, number]): void {
    this.#outputs = this.#outputs.map((output) => ({ ...output, frame }))
  }

  add(original: string, settings: object, without: readonly string[] = []): string {
    const output = this.#append({
      original,
      settings,
      without,
      frozen: this.#frozen,
      inputs: this.#outputs
    })
    this.#outputs = [output]
    return output.from
  }

  activate(activation: string, original: string): void {
    if (activation === 'linear') return
    if (activation === 'softmax') {
      this.#outputs = this.#outputs.map((output) => ({ ...output, softmax: true }))
      return
    }
    const type = activations.get(activation)
    if (type === undefined) {
      throw this.refuse(`has the activation ${shown(activation)}, which Tenfold does not support`)
    }
    this.add(original, { type })
  }

  refuse(why: string): LabError {
    return refused(this.#what, why)
  }

  /** What the layer hands on, once it is read. */
  end(): Output {
    if (this.#outputs.length > 1) throw this.refuse('takes more than one input')
    return this.#first()
  }

  #first(): Output {
    return required(this.#outputs[0], 'an input of each layer')
  }
}
