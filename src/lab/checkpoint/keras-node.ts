import type { KerasLayer } from '../../core/layers/keras-layer'

/** A layer of a file and where its inputs come from: places in the list, or `imageSource`. */
export interface KerasNode extends KerasLayer {
  /** For people: `Layer 3 (Conv2D) in model.json`. */
  readonly what: string
  readonly sources: readonly number[]
}
