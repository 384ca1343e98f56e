import type { ScriptPart } from '../../../core/code/script'
import type { DatasetInfo } from '../../../core/data/dataset-info'
import type { Evaluation } from '../../../core/run/evaluation'
import type { ModelSpec } from '../../../core/model/model-spec'
import { readNumber } from '../../../core/base/read-number'
import type { RunConfig } from '../../../core/settings/run-config'
import type { RunSummary } from '../../../lab/contract/run-summary'
import type { Topic } from '../../../core/lesson/topic'
import type { Racer } from '../race/race'
import type { RaceSettings } from '../race/racers'
import type { SurfaceId } from '../race/test-surface'
import { exerciseTexts } from './exercise.text'

/** A run that trained to its end, with the settings that it began with. */
export interface FinishedRun {
  /** As in `#14`. */
  readonly number: number
  readonly config: RunConfig
  /** Of each line of its log. */
  readonly losses: readonly number[]
  /** On the test images, in [0, 1]; undefined where it was not evaluated. */
  readonly accuracy: number | undefined
}

/** What the laboratory really holds at the moment at which an answer is checked. */
export interface LabFacts {
  /** The form's, the last one without a mistake. */
  readonly config: RunConfig
  /** As it is edited, whether it fits or not. */
  readonly model: ModelSpec
  readonly dataset: DatasetInfo
  readonly race: {
    readonly surface: SurfaceId
    readonly settings: RaceSettings
    readonly racers: readonly Racer[]
  }
  readonly evaluation: Evaluation | undefined
  /** The newest first. Empty unless the exercise asks for them. */
  readonly runs: readonly FinishedRun[]
}

/** todo: the laboratory is not yet as the exercise wants it */
export type Verdict =
  | { readonly kind: 'todo'; readonly text: string }
  | { readonly kind: 'wrong'; readonly text: string }
  | { readonly kind: 'right'; readonly text: string }

export const todo = (text: string): Verdict => ({ kind: 'todo', text })
export const wrong = (text: string): Verdict => ({ kind: 'wrong', text })
export const right = (text: string): Verdict => ({ kind: 'right', text })

/** What holds in the lab or does not, without a question being asked. */
export interface LessonFacts {
  readonly dataReady: boolean
  readonly runs: readonly RunSummary[]
}

interface ExerciseWords {
  /** Kept in the settings. */
  readonly id: string
  readonly room: ScriptPart
  readonly title: string
  readonly question: string
  /** What one knows once it is done. */
  readonly learned: string
  /** Where the exercise's control or picture is. */
  readonly at: Topic
  /** Whether runs are compared. */
  readonly needsRuns?: true
}

/** A question with an answer, or an experiment that is right once the laboratory is in a certain state. */
export type CheckedExercise = ExerciseWords &
  (
    | {
        readonly answer: 'number'
        readonly unit: string
        readonly check: (facts: LabFacts, answer: number) => Verdict
      }
    | {
        readonly answer: 'choice'
        readonly choices: readonly { readonly value: string; readonly text: string }[]
        readonly check: (facts: LabFacts, answer: string) => Verdict
      }
    | { readonly answer: 'none'; readonly check: (facts: LabFacts) => Verdict }
  )

/** A step of the lesson that ticks by itself as soon as it has happened. Nothing of it is kept. */
export type StepExercise = ExerciseWords & {
  readonly answer: 'fact'
  /** What the workbench does for it. */
  readonly action: 'getData' | 'train' | 'evaluate'
  readonly holds: (facts: LessonFacts) => boolean
}

export type Exercise = CheckedExercise | StepExercise

/** What was typed or chosen, to a verdict. */
export function judge(exercise: CheckedExercise, facts: LabFacts, answer: string): Verdict {
  if (exercise.answer === 'none') return exercise.check(facts)
  if (answer.trim() === '')
    return todo(exercise.answer === 'number' ? exerciseTexts.noNumber : exerciseTexts.noChoice)
  if (exercise.answer === 'choice') return exercise.check(facts, answer)
  const value = readNumber(answer)
  return Number.isNaN(value) ? todo(exerciseTexts.unreadable(answer.trim())) : exercise.check(facts, value)
}
