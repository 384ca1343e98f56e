import type { CurvePoint } from '../../../core/study/mean-curve'

/** The curves of one setting of a study, one for each of its trials. */
export interface StudyGroup {
  readonly title: string
  readonly curves: readonly {
    readonly trial: number
    /** By x, from left to right. */
    readonly points: readonly CurvePoint[]
  }[]
}
