import type { ChannelOrder } from '../../../core/data/channel-order'
import { classPlaces } from '../../../core/data/match-classes'
import type { DatasetInfo } from '../../../core/data/dataset-info'
import { type LikelyPixels, likelyPixels } from '../../../core/exchange/likely-pixels'
import { pixelScales, type PixelScale } from '../../../core/exchange/pixel-scales'
import { pixelRanges, type PixelRanges } from '../../../core/model/pixel-range'
import type { NetworkAnswers } from '../../../core/exchange/network-answers'
import { classesProblem, writtenClasses } from '../../../core/exchange/written-classes'
import type { ToldOfNetwork } from '../../../lab/contract/told-of-network'
import type { RememberedAnswers } from '../../../lab/contract/weights-fit'
import { type OfferedPixels, offeredPixels } from './offered-pixels'

type Dataset = Pick<DatasetInfo, 'name' | 'classes' | 'normalisation'>

/** What a file leaves open of its network, and the answers. */
export class Answering {
  #told = $state.raw<ToldOfNetwork | undefined>(undefined)
  #dataset = $state.raw<Dataset | undefined>(undefined)
  #offered = $state.raw<OfferedPixels | undefined>(undefined)
  #scale = $state.raw<string | undefined>(undefined)
  #channels = $state.raw<ChannelOrder>('rgb')
  #classes = $state.raw('')

  /** undefined while no network is chosen */
  get told(): ToldOfNetwork | undefined {
    return this.#told
  }

  get asksPixels(): boolean {
    return this.#told !== undefined && this.#told.pixelsFrom !== 'file'
  }

  get asksClasses(): boolean {
    return this.#told?.classes === null
  }

  get scales(): readonly PixelScale[] {
    return this.#offered?.scales ?? []
  }

  /** The id of one of them. */
  get scale(): string | undefined {
    return this.#scale
  }

  /** Why this one was chosen, where nobody has chosen another. */
  get why(): string | undefined {
    return this.#scale === this.#offered?.id ? this.#offered?.why : undefined
  }

  get channels(): ChannelOrder {
    return this.#channels
  }

  /** One name on each line. */
  get classes(): string {
    return this.#classes
  }

  get classesProblem(): string | undefined {
    return this.asksClasses && this.#told !== undefined
      ? classesProblem(writtenClasses(this.#classes), this.#told.scores)
      : undefined
  }

  /**
   * How the names, the file's or those that are written here, are those of the data set. moved: in another order, so that the scores will change places; other: the
   * network cannot be tested on it.
   */
  get names(): 'same' | 'moved' | 'other' {
    const names = this.#told?.classes ?? writtenClasses(this.#classes)
    const places = classPlaces(names, this.#dataset?.classes ?? [])
    if (places === undefined) return 'other'
    return places.every((place, i) => place === i) ? 'same' : 'moved'
  }

  /** undefined while something is not answered well */
  get answers(): NetworkAnswers | undefined {
    if (this.#told === undefined || this.classesProblem !== undefined) return undefined
    const chosen = this.scales.find(({ id }) => id === this.#scale)
    return {
      ...(this.asksPixels && chosen !== undefined ? { pixels: pixelRanges.parse(chosen.ranges) } : {}),
      ...(this.#told.asksChannels ? { channels: this.#channels } : {}),
      ...(this.asksClasses ? { classes: [...writtenClasses(this.#classes)] } : {})
    }
  }

  /**
   * Asks what is open. What was answered stays where the question is the same.
   * @param network the name of the one that weights are put into
   */
  ask(
    told: ToldOfNetwork | undefined,
    of: {
      readonly dataset: Dataset
      readonly remembered: RememberedAnswers
      readonly network: string | undefined
    }
  ): void {
    const before = this.#told
    const sameSet = this.#dataset?.classes.join('\n') === of.dataset.classes.join('\n')
    this.#told = told
    this.#dataset = of.dataset
    if (told === undefined) return
    const { dataset, remembered } = of
    const likely =
      knownPixels(told, remembered?.pixels, of.network) ??
      likelyPixels(told.file, told.inputShape[2], dataset.normalisation)
    this.#offered = offeredPixels(pixelScales(told.inputShape, dataset), likely)
    this.#scale = this.#offered.id
    if (before?.scores === told.scores && sameSet) return
    this.#channels = remembered?.channels ?? 'rgb'
    const names = [remembered?.classes, told.labels, dataset.classes].find(
      (some) => some?.length === told.scores
    )
    this.#classes = names?.join('\n') ?? ''
  }

  /** Forgets everything. */
  end(): void {
    this.#told = undefined
    this.#dataset = undefined
  }

  chooseScale(id: string): void {
    this.#scale = id
  }

  chooseChannels(channels: ChannelOrder): void {
    this.#channels = channels
  }

  writeClasses(text: string): void {
    this.#classes = text
  }
}

function knownPixels(
  { pixels, pixelsFrom }: ToldOfNetwork,
  remembered: PixelRanges | undefined,
  network: string | undefined
): LikelyPixels | undefined {
  if (remembered !== undefined)
    return { ranges: remembered, why: 'You chose it when this file was last loaded.' }
  return pixelsFrom === 'network'
    ? { ranges: pixels, why: `“${network ?? 'The network'}” takes these.` }
    : undefined
}
