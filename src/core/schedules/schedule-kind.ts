import type { CodeNote } from './code-note'

/**
 * Everything that core knows of one kind of learning-rate schedule. What people read of it stands beside it, in a
 * `ScheduleText`.
 */
export interface ScheduleKind {
  /**
   * What the learning rate is multiplied by, as torch.optim.lr_scheduler computes it.
   * @param step number of the step, 0 for the first
   * @param steps how many there are, 1 or more
   */
  factor(step: number, steps: number): number
  /**
   * The scheduler of torch.optim.lr_scheduler and its arguments after the optimizer; undefined where none is needed.
   * @param learningRate the one that the factor is of
   * @param steps the Python expression for how many steps there are
   */
  readonly pytorch:
    | ((
        learningRate: number,
        steps: string
      ) => { readonly name: string; readonly arguments: readonly CodeNote[] })
    | undefined
  /** The factor as lines of JavaScript, which define `factor`, a function of the step. @param steps the variable */
  tfjs(steps: string): readonly CodeNote[]
}
