import { sameShape, spareTensors } from '../../../core/exchange/match-tensors'
import type { ExaminedNetwork, WeightsFit } from '../../../lab/contract/weights-fit'

export type WeightsFile = Extract<ExaminedNetwork, { kind: 'weights' }>
export type OfferedNetwork = WeightsFile['networks'][number]

/** The weights of a file, and the network that they are put into. */
export class FittingWeights {
  #examined = $state.raw<WeightsFile | undefined>(undefined)
  #network = $state.raw<OfferedNetwork | undefined>(undefined)
  /** For each of its parameters, the place of a tensor in the file. */
  #tensors = $state.raw<readonly (number | undefined)[]>([])
  #leavesOut = $state.raw(false)

  /** undefined where the file has a network of its own */
  get examined(): WeightsFile | undefined {
    return this.#examined
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

  /** Tensors that no parameter takes: the file may be of another network. */
  get spare(): readonly string[] {
    if (this.#network === undefined) return []
    const matches = this.#tensors.map((tensor) => ({ tensor }))
    return spareTensors(matches, this.#examined?.tensors ?? []).map(({ name }) => name)
  }

  /** Whether spare tensors are to be left out. */
  get leavesOut(): boolean {
    return this.#leavesOut
  }

  set leavesOut(leavesOut: boolean) {
    this.#leavesOut = leavesOut
  }

  /** What was chosen; undefined while a parameter has no tensor, or a tensor no parameter and is not left out. */
  get fit(): WeightsFit | undefined {
    const network = this.#network
    const tensors = this.#tensors.filter((tensor) => tensor !== undefined)
    const isOpen = this.missing.length > 0 || (this.spare.length > 0 && !this.#leavesOut)
    return network === undefined || isOpen ? undefined : { network: network.id, tensors }
  }

  /** Begins with what was chosen the last time, or else with the likeliest. */
  show(examined: WeightsFile | undefined): void {
    this.#examined = examined
    const last = examined?.remembered?.fit
    const known = examined?.networks.find(({ id }) => id === last?.network)
    this.choose((known ?? examined?.networks[0])?.id)
    const { tensors } = last ?? {}
    if (known === undefined || tensors?.length !== known.parameters.length) return
    this.#tensors = tensors
    this.#leavesOut = true
  }

  /** The network, with the tensors that were found for it. */
  choose(id: string | undefined): void {
    this.#network = this.#examined?.networks.find((network) => network.id === id)
    this.#tensors = (this.#network?.parameters ?? []).map(({ tensor }) => tensor ?? undefined)
    this.#leavesOut = false
  }

  /** Places of the tensors that a parameter can be. */
  choicesOf(parameter: OfferedNetwork['parameters'][number]): readonly number[] {
    return (this.#examined?.tensors ?? []).flatMap(({ shape }, i) =>
      sameShape(shape, parameter.shape) ? [i] : []
    )
  }

  assign(parameter: number, tensor: number | undefined): void {
    this.#tensors = this.#tensors.map((before, i) => (i === parameter ? tensor : before))
  }
}
