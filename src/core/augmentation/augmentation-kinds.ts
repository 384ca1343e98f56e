import type { z } from '../base/schema'
import type { AugmentationKind } from './augmentation-kind'
import { brightness } from './brightness'
import { contrast } from './contrast'
import { crop } from './crop'
import { cutout } from './cutout'
import { flip } from './flip'

/** Every kind of augmentation there is, in the order in which an image goes through them. */
const kinds = { crop, flip, brightness, contrast, cutout }

export type AugmentationName = keyof typeof kinds
type Kinds = typeof kinds
type Schema<N extends AugmentationName> = Kinds[N]['schema']

/** The settings of a run that change its training images. */
export type AugmentationSettings = { readonly [N in AugmentationName]: z.infer<Schema<N>> }

type Drawn<N extends AugmentationName> = Exclude<ReturnType<Kinds[N]['draw']>, undefined>

/** Written as a mapped type, so that the compiler follows a setting and what is drawn through the table. */
export const augmentationKinds: {
  readonly [N in AugmentationName]: AugmentationKind<Schema<N>, Drawn<N>>
} = kinds

export function isAugmentation(name: string): name is AugmentationName {
  return Object.hasOwn(kinds, name)
}

export const augmentationNames = Object.keys(kinds).filter(isAugmentation)

/** What each setting may be. */
export const augmentationSchemas = {
  crop: crop.schema,
  flip: flip.schema,
  brightness: brightness.schema,
  contrast: contrast.schema,
  cutout: cutout.schema
} as const satisfies { readonly [N in AugmentationName]: Schema<N> }

/** The kinds that change images, in order. */
export function activeAugmentations(settings: AugmentationSettings): readonly AugmentationName[] {
  return augmentationNames.filter((name) => settings[name] !== augmentationKinds[name].off)
}
