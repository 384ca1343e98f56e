import type { LessonRoom } from '../base/lesson-room'
import type { Notch } from '../base/notch'

/** How a setting is written down and read. */
export type SettingForm =
  | { readonly kind: 'whole'; readonly notch?: Notch | undefined }
  | { readonly kind: 'decimal'; readonly notch?: Notch | undefined }
  /** A part of one; in the window as a percentage. */
  | { readonly kind: 'share'; readonly notch?: Notch | undefined }
  | { readonly kind: 'choice'; readonly choices: readonly Choice[] }
  | { readonly kind: 'switch' }

export interface Choice {
  readonly value: string
  readonly text: string
}

/** What there is to say about a setting of a run, whatever its kind. */
export interface SettingText {
  /** In a sentence, and wherever settings are compared: `batch size`. */
  readonly noun: string
  /** Beside its control: `Batch size`. */
  readonly label: string
  /** Under its control, unless there is something to say about the run. */
  readonly hint?: string
  /** In the help of the command line. */
  readonly help: string
  /** It decides how a run is computed or kept, and not what is trained. */
  readonly means?: true
  /** Rooms that have its control, the usual one first. */
  readonly rooms: readonly [LessonRoom, ...LessonRoom[]]
  readonly teaching: {
    /** Under which heading a teacher finds it. */
    readonly group: 'data' | 'optimizer' | 'training'
    /** What a teacher hides it with, where that is not its own name. */
    readonly control?: 'optimizerDetails'
    /** What that is called where it is not the label. */
    readonly text?: string
  }
}

/** A setting that has a field in the form and an option of the command line, named like it: `--batch-size`. */
export interface Field extends SettingText {
  readonly form: SettingForm
  /** Where the Train room shows it: always, when somebody unfolds it, or not at all. */
  readonly place: 'open' | 'folded' | 'elsewhere'
  /** It changes how a step comes about, and is folded away with the others that do. */
  readonly fold?: 'steps'
}
