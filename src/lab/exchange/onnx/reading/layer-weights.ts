import { required } from '../../../../core/base/required'
import { fromTorch, type TorchParameter } from '../../../../core/exchange/torch-parameters'
import { formatCount } from '../../../../core/format/format-number'
import type { LayerShape } from '../../../../core/layers/layer-kinds'
import { volume } from '../../../../core/layers/shape'
import type { NamedTensor } from '../../../../core/model/weights'
import { hints, invalidCheckpoint } from '../../../checkpoint/invalid-checkpoint'
import type { OnnxConstant } from './onnx-constant'

/** One number for all channels, or one for each. */
export type PerChannel = number | OnnxConstant

/** Outputs become scale * x + offset. */
interface Folded {
  readonly scale: PerChannel
  readonly offset: PerChannel
}

/** By part of a parameter's name: what is multiplied with a channel's scale, and what also gets its offset. */
const scaled = new Set(['kernel', 'depthwise_kernel', 'gamma', 'bias', 'beta'])
const moved = new Set(['bias', 'beta'])

/** The parameters of one layer as a file has them: in PyTorch's layout, with the outputs on the first axis. */
export class LayerWeights {
  readonly #parts: ReadonlyMap<string, OnnxConstant>
  readonly #what: string
  readonly #folded: Folded[] = []

  /**
   * @param parts by their part of the name here: `kernel`; what the file does not have is undefined
   * @param what the layer of the file, for people
   */
  constructor(parts: Readonly<Record<string, OnnxConstant | undefined>>, what: string) {
    const present = Object.entries(parts).flatMap(([part, constant]) =>
      constant === undefined ? [] : [[part, constant] as const]
    )
    this.#parts = new Map(present)
    this.#what = what
  }

  /** @throws LabError 'checkpoint-invalid' unless there are as many numbers as the layer needs */
  check({ layer, parameters }: Pick<LayerShape, 'layer' | 'parameters'>): void {
    for (const { name, shape } of parameters) {
      const given = this.#parts.get(name.slice(layer.name.length + 1))
      if (given === undefined || volume(given.shape) === volume(shape)) continue
      throw invalidCheckpoint(
        `${this.#what} needs ${formatCount(volume(shape))} numbers where ${given.name} has ${formatCount(volume(given.shape))}.`,
        hints.damaged
      )
    }
  }

  /** Takes over what comes behind the layer: each output channel becomes scale * x + offset. */
  fold(scale: PerChannel, offset: PerChannel): void {
    this.#folded.push({ scale, offset })
  }

  /** @throws LabError 'checkpoint-invalid' for numbers that are not finite, and for a variance below 0 */
  read(own: TorchParameter, part: string): NamedTensor {
    const { name, shape, initialValue = 0 } = own.parameter
    const given = this.#parts.get(part)
    const values = given?.values() ?? new Float64Array(volume(shape)).fill(initialValue)
    for (const folded of this.#folded) apply(folded, part, values, required(own.shape[0], 'an axis'))
    const ours = fromTorch(own, values)
    const wrong = ours.find((value) => !Number.isFinite(value) || (part === 'moving_variance' && value < 0))
    if (wrong === undefined) return { name, shape, values: ours }
    throw invalidCheckpoint(
      Number.isFinite(wrong)
        ? `The variances of ${this.#what} contain ${wrong}, but a variance is never negative.`
        : `The weights of ${this.#what} contain ${wrong}, which is not a finite number.`,
      'The network diverged before it was saved, or the file is damaged. Use an earlier state of it.'
    )
  }
}

function apply({ scale, offset }: Folded, part: string, values: Float64Array, channels: number): void {
  if (!scaled.has(part)) return
  const each = values.length / channels
  const factors = perChannel(scale, channels)
  const terms = perChannel(offset, channels)
  for (let i = 0; i < values.length; i++) {
    const channel = Math.floor(i / each)
    const value = required(values[i], 'a value at each place') * required(factors[channel], 'a scale')
    values[i] = moved.has(part) ? value + required(terms[channel], 'an offset') : value
  }
}

export function perChannel(numbers: PerChannel, channels: number): Float64Array {
  return typeof numbers === 'number' ? new Float64Array(channels).fill(numbers) : numbers.values()
}
