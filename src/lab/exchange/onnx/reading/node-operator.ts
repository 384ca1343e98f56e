import type { LabError } from '../../../../core/base/lab-error'
import { imageInput } from '../../../../core/layers/layer-base'
import { refused, shown } from '../../../checkpoint/invalid-checkpoint'
import type { NodeProto } from '../file/onnx_pb'
import { channelScaling, scaledPixels } from './channel-scaling'
import { layerTitle } from './layer-title'
import type { PerChannel } from './layer-weights'
import { OnnxAttributes } from './onnx-attributes'
import { constantOf, type OnnxConstant } from './onnx-constant'
import type { OnnxNetwork } from './onnx-network'
import { anyCount, type OnnxActivation, type OnnxSizes, type OnnxValue } from './onnx-value'
import type { AppendedLayer, OperatorReading } from './operator-reading'
import { readNumbers } from './read-numbers'

/** What a softmax may be followed by: nothing that computes. */
const afterSoftmax = new Set(['Identity', 'Cast', 'Flatten', 'Reshape', 'Squeeze'])

/** One operator of a file while it is read. */
export class NodeOperator implements OperatorReading {
  readonly #node: NodeProto
  readonly #what: string
  readonly #file: string
  readonly #network: OnnxNetwork
  readonly #values: ReadonlyMap<string, OnnxValue>
  readonly operatorSet: number
  readonly attributes: OnnxAttributes
  #given: OnnxValue | undefined

  /** @param what the operator, for people */
  constructor(
    node: NodeProto,
    what: string,
    of: {
      readonly file: string
      readonly network: OnnxNetwork
      readonly values: ReadonlyMap<string, OnnxValue>
      readonly operatorSet: number
    }
  ) {
    this.#node = node
    this.#what = what
    this.#file = of.file
    this.#network = of.network
    this.#values = of.values
    this.operatorSet = of.operatorSet
    this.attributes = new OnnxAttributes(node, (why) => this.refuse(why))
  }

  get op(): string {
    return this.#node.opType
  }

  get inputCount(): number {
    return this.#node.input.length
  }

  input(at: number): OnnxValue {
    const value = this.optional(at)
    if (value === undefined) throw this.refuse(`has no input ${at + 1}`)
    return value
  }

  optional(at: number): OnnxValue | undefined {
    const name = this.#node.input[at]
    if (name === undefined || name === '') return undefined
    const value = this.#values.get(name)
    if (value === undefined)
      throw this.refuse(`takes ${shown(name)}, a second output, which Tenfold does not read`)
    return value
  }

  activation(at: number): OnnxActivation {
    const value = this.input(at)
    if (value.kind !== 'activation')
      throw this.refuse('takes numbers of the file where values of the network belong')
    if (value.softmax && !afterSoftmax.has(this.op)) {
      throw this.refuse('comes after a softmax, which must be the last layer')
    }
    return value
  }

  constant(at: number): OnnxConstant {
    const value = this.input(at)
    if (value.kind === 'constant') return value
    if (value.kind === 'activation') {
      throw this.refuse('takes values of the network where numbers of the file belong')
    }
    const numbers = Float64Array.from(this.#known(value))
    return constantOf('a constant', value.shape, () => numbers.slice())
  }

  sizes(at: number): OnnxSizes {
    const value = this.input(at)
    if (value.kind === 'sizes') return value
    throw this.refuse('takes something else where sizes belong')
  }

  wholes(at: number): readonly number[] {
    return this.#known(this.sizes(at))
  }

  numbers(attribute: string): OnnxValue | undefined {
    const tensor = this.attributes.tensor(attribute)
    return tensor === undefined ? undefined : readNumbers(tensor, this.#file)
  }

  give(value: OnnxValue): void {
    this.#given = value
  }

  append(layer: AppendedLayer): OnnxActivation {
    const output = this.#network.append(layer, this.#title(layer), this.#what)
    this.#given = output
    return output
  }

  scaleChannels(input: OnnxActivation, scale: PerChannel, offset: PerChannel): void {
    if (input.from === imageInput) {
      this.#given = { ...input, pixels: scaledPixels(input, scale, offset) }
    } else if (this.#network.fold(input, scale, offset)) {
      this.#given = { ...input, positive: false }
    } else {
      this.append(channelScaling(input, scale, offset))
    }
  }

  refuse(why: string): LabError {
    return refused(this.#what, why)
  }

  /** What the operator gives, once it is read. @param shared whether several operators take it */
  end(shared: boolean): OnnxValue {
    this.attributes.end()
    const value = this.#given
    if (value === undefined) throw this.refuse('gives nothing')
    return value.kind === 'activation' ? { ...value, shared: value.shared || shared } : value
  }

  #title({ settings, weights }: AppendedLayer): string | undefined {
    const weight = Object.values(weights ?? {})[0]?.name
    const title = layerTitle(this.#node, weight)
    const frame = settings.type === 'zeroPadding2d' && this.op !== 'Pad'
    return title === undefined || !frame ? title : `${title}_pad`
  }

  #known({ values }: OnnxSizes): number[] {
    return values.map((value) => {
      if (value === anyCount) throw this.refuse('needs the number of images, which nobody knows')
      return value
    })
  }
}
