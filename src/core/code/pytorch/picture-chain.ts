import type { CodeLine } from '../code-line'

/** From a picture to the network's numbers. */
export interface PictureChain {
  /** Makes the network's numbers of a picture. */
  readonly transform: readonly CodeLine[]
  /** What is said where the data sets get it. */
  readonly train: string
  readonly test: string
}
