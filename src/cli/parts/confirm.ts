import { LabError } from '../../core/base/lab-error'
import type { Session } from '../console/session'

interface Question {
  readonly question: string
  /** What is asked about, for where nobody can be asked: `Deleting study 3`. */
  readonly doing: string
  /** What it is to be done without asking: `delete`. */
  readonly verb: string
}

/**
 * Asks before something that cannot be undone.
 * @returns whether the answer is yes
 * @throws LabError 'invalid-input' where nobody can be asked; InterruptedError
 */
export async function confirm(
  { ask, interruption }: Session,
  { question, doing, verb }: Question
): Promise<boolean> {
  if (ask === undefined) {
    throw new LabError(
      'invalid-input',
      `${doing} cannot be undone, and there is no terminal to ask you.`,
      `To ${verb} without being asked, add --yes.`
    )
  }
  const yes = await ask(`${question} This cannot be undone.`, interruption.signal)
  interruption.throwIfInterrupted()
  return yes
}
