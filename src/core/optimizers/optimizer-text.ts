import type { Explanation, TextBlock } from '../base/text-block'
import type { UpdateLine, UpdateStart } from './update-line'

/** What people read about one type of optimizer. O is the optimizer as data. */
export interface OptimizerText<O> {
  /** As torch.optim calls it: `AdamW`. */
  readonly name: string
  /** In one short line, beside its name. */
  readonly about: string
  /** In a report: `SGD with momentum`. */
  describe(spec: O): string
  /** In a report, what it has beside learning rate and weight decay. */
  figures(spec: O): readonly (readonly [name: string, value: string])[]
  /** What the learning rate is multiplied by; undefined where every weight has a step length of its own. */
  step(spec: O): string | undefined
  /** What the letters in that are; undefined where there are none. */
  stepNote?(spec: O): string | undefined
  /** What its momentum does, where that is not the usual sum of slopes. */
  momentum?(spec: O): Explanation
  /** How TensorFlow.js makes it, where its name is another one there. */
  tfjs(spec: O): string | undefined
  /** What the guide says of it. */
  readonly guide: readonly TextBlock[]
  /** A step written out, without weight decay; the last line is the weight's. */
  update(spec: O, start: UpdateStart): readonly UpdateLine[]
}
