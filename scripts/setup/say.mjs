// @ts-check

/**
 * Everything that set-up has to tell goes to stderr: stdout belongs to the data of the command line.
 * @param {string} text
 */
export function say(text) {
  process.stderr.write(`${text}\n`)
}

/** A failure that the user can do something about: printed without a stack. */
export class SetupError extends Error {
  /**
   * @param {string} message what happened
   * @param {string} hint what to do next
   */
  constructor(message, hint) {
    super(message)
    this.hint = hint
  }
}

/**
 * Runs a program to its end and reports whatever stops it.
 * @param {() => Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main()
  } catch (error) {
    if (error instanceof SetupError) say(`${error.message}\n${error.hint}`)
    else say(error instanceof Error && error.stack !== undefined ? error.stack : String(error))
    process.exit(1)
  }
}
