import { LabError } from '../core/base/lab-error'
import { writeUserFile } from '../lab/user-files/write-user-file'

interface SavingUser {
  /** Where the file is to go; undefined: nowhere after all. */
  readonly choose: () => Promise<string | undefined>
  /** Tells why it could not be written there, and resolves with whether another place is to be chosen. */
  readonly asksAgain: (error: LabError) => Promise<boolean>
}

/** Saves a file of the user's. A place that cannot be written to costs a question, not the file. */
export async function saveUntilWritten(bytes: Uint8Array, user: SavingUser): Promise<void> {
  for (;;) {
    const path = await user.choose()
    if (path === undefined) return
    try {
      await writeUserFile(path, bytes)
      return
    } catch (thrown) {
      if (!(await user.asksAgain(LabError.from(thrown)))) return
    }
  }
}
