import { sameShape } from '../../../core/exchange/match-tensors'
import { LabError } from '../../../core/base/lab-error'
import type { MethodInput } from '../../../lab/contract/contract'
import type { ExaminedNetwork, WeightsFit } from '../../../lab/contract/weights-fit'

export type WeightsFile = Extract<ExaminedNetwork, { kind: 'weights' }>
export type OfferedNetwork = WeightsFile['networks'][number]
export type Files = MethodInput<'loadCheckpoint'>['files']

/** A file of weights alone, and the network that they are put into. */
export class FittingWeights {
  #files = $state.raw<Files>([])
  #examined = $state.raw<WeightsFile | undefined>(undefined)
  #network = $state.raw<OfferedNetwork | undefined>(undefined)
  /** For each of its parameters, the place of a tensor in the file. */
  #tensors = $state.raw<readonly (number | undefined)[]>([])
  #busy = $state.raw(false)
  #problem = $state.raw<LabError | undefined>(undefined)
  readonly #load: (files: Files, fit: WeightsFit) => Promise<void>

  /** @param load makes a run of the file; it throws a LabError where it cannot */
  constructor(load: (files: Files, fit: WeightsFit) => Promise<void>) {
    this.#load = load
  }

  /** undefined while the dialog is closed */
  get examined(): WeightsFile | undefined {
    return this.#examined
  }

  get fileName(): string {
    return this.#files[0]?.name ?? ''
  }

  get network(): OfferedNetwork | undefined {
    return this.#network
  }

  get tensors(): readonly (number | undefined)[] {
    return this.#tensors
  }

  /** Parameters without a tensor. */
  get missing(): readonly string[] {
    return (this.#network?.parameters ?? []).flatMap(({ name }, i) =>
      this.#tensors[i] === undefined ? [name] : []
    )
  }

  /** Tensors that more than one parameter takes. */
  get doubled(): readonly string[] {
    const times = (tensor: number): number => this.#tensors.filter((one) => one === tensor).length
    return (this.#examined?.tensors ?? []).flatMap(({ name }, i) => (times(i) > 1 ? [name] : []))
  }

  get busy(): boolean {
    return this.#busy
  }

  get problem(): LabError | undefined {
    return this.#problem
  }

  show(files: Files, examined: WeightsFile): void {
    this.#files = files
    this.#examined = examined
    this.#problem = undefined
    this.choose(examined.networks[0]?.id)
  }

  close(): void {
    this.#examined = undefined
    this.#files = []
  }

  /** The network, with the tensors that were found for it. */
  choose(id: string | undefined): void {
    this.#network = this.#examined?.networks.find((network) => network.id === id)
    this.#tensors = (this.#network?.parameters ?? []).map(({ tensor }) => tensor ?? undefined)
    this.#problem = undefined
  }

  /** Places of the tensors that a parameter can be. */
  choicesOf(parameter: OfferedNetwork['parameters'][number]): readonly number[] {
    return (this.#examined?.tensors ?? []).flatMap(({ shape }, i) =>
      sameShape(shape, parameter.shape) ? [i] : []
    )
  }

  assign(parameter: number, tensor: number | undefined): void {
    this.#tensors = this.#tensors.map((before, i) => (i === parameter ? tensor : before))
    this.#problem = undefined
  }

  async accept(): Promise<void> {
    const network = this.#network
    const tensors = this.#tensors.filter((tensor) => tensor !== undefined)
    if (network === undefined || this.missing.length > 0 || this.#busy) return
    this.#busy = true
    this.#problem = undefined
    try {
      await this.#load(this.#files, { network: network.id, tensors })
      this.close()
    } catch (thrown) {
      this.#problem = LabError.from(thrown)
    }
    this.#busy = false
  }
}
