import { paragraph, type TextBlock } from '../base/text-block'
import type { LayerSettings, Shaped } from './layer-kind'

/** What is said about a layer, or how its sizes come about: (W - F + 2P) / S + 1 with its numbers. */
export type LayerBlock = TextBlock | { readonly kind: 'sizes' }

/** How its sizes come about, and what the letters of the formula stand for. */
export const sizes: readonly LayerBlock[] = [
  { kind: 'sizes' },
  paragraph(
    '**W** is the size of the input, **F** that of the window, **P** the padding on each side and **S** the stride.'
  )
]

/** What of the rest of the network a layer's text speaks of. */
export interface LayerPlace {
  /** Whether no layer before it is of its type: later ones are explained in short. */
  readonly first: boolean
  /** The layer before it; undefined for the first. */
  readonly before: Shaped<{ readonly type: string }> | undefined
  /** From the image to this layer's input: what it is after which layer, wherever its size changes. */
  readonly path: readonly { readonly name: string; readonly size: string }[]
}

/** What people read about one type of layer. */
export interface LayerText<L> {
  /** In a sentence: `convolution`. */
  readonly noun: string
  /** As a heading, short: `Conv 5×5`. */
  title(layer: L): string
  /** Under that heading: `6 filters`; undefined where the title says all. */
  subtitle(layer: L): string | undefined
  /** In the subtitle of the layer before it: `ReLU`. */
  short(layer: L): string
  /** In one line, with all its sizes: `convolution 5 × 5 to 6 channels`. */
  summary(layer: L): string
  /** In the menu of layers that can be added; undefined for what is chosen as another kind of one that can. */
  readonly menu: { readonly text: string; readonly hint: string } | undefined
  /** What distinguishes it from the others of its family: `the mean`. */
  readonly choice: string | undefined
  /** Labels of its settings: one, or one for rows and one for columns. */
  readonly fields: { readonly [K in keyof LayerSettings<L>]: string | readonly [string, string] }
  /** What it does while the network learns, and only then, as a clause: `it goes by the batch`. */
  readonly whileTraining?: string
  /** Beside its line of code. @param last whether what it puts out are the scores, with a scale behind it or not */
  guide(shaped: Shaped<L>, last: boolean): { readonly heading: string; readonly body: readonly LayerBlock[] }
  /** Beside the line that makes it in PyTorch, or that calls it where there is nothing to make: its arguments. */
  pytorch(shaped: Shaped<L>, place: LayerPlace): string
  /** Beside the lines that use it: what it does to the data, as a sentence. */
  does(shaped: Shaped<L>): string
  /** In place of a picture of what it computes; undefined where there is a picture. */
  detail(shaped: Shaped<L>): readonly LayerBlock[] | undefined
}

/** `5×5` */
export const times = ([height, width]: readonly [number, number]): string => `${height}×${width}`

/** `5 × 5` */
export const spacedTimes = (sizes: readonly number[]): string => sizes.join(' × ')

/** A share for people: 0.25 -> 25 % */
export const shortPercent = (share: number): string => `${Number((share * 100).toFixed(2))} %`
