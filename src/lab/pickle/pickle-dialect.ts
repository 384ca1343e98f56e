import type { PickleValue } from './pickle-value'

/**
 * Makes what a function of Python's would make. None of Python's is run.
 * @param parts its arguments
 * @throws what `dialect` makes of a problem
 */
export type PickleBuilder = (parts: readonly PickleValue[], dialect: PickleDialect) => PickleValue

/** What one kind of file may ask for, and how its problems are told. */
export interface PickleDialect {
  /** For errors: `data set`, `checkpoint`. */
  readonly holds: string
  /**
   * The names of Python's that may be asked for, with what they would make; 'class' for those that are only named. These
   * are all there are.
   */
  readonly globals: Readonly<Record<string, PickleBuilder | 'class'>>
  /** What lies outside the pickle under an id; without it, a pickle that has ids is refused. */
  readonly refer?: (id: PickleValue) => PickleValue
  /** Most instructions of one pickle. */
  readonly mostSteps: number
  /** Most bytes that are copied out of the file while it is read. */
  readonly mostCopiedBytes: number
  /** @param reason goes on after the file's name: `ends after 12 bytes` */
  readonly bad: (reason: string, hint?: string) => Error
  /** A sound file that holds what cannot be used. */
  readonly unsuitable: (reason: string, hint: string) => Error
  /** @param name one that is not among `globals`: `os.system` */
  readonly unknownGlobal: (name: string) => Error
}
