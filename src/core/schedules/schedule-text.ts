import type { TextBlock } from '../base/text-block'

/** What people read about one kind of schedule. */
export interface ScheduleText {
  /** In a list: `cosine`. */
  readonly name: string
  /** In one short line, beside its name. */
  readonly about: string
  /** What the guide says of it: what it does, and when it helps. */
  readonly guide: readonly TextBlock[]
}
