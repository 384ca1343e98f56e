import { z } from './schema'

/** Every way in which something can go wrong for the user. The code decides exit codes and icons, never the text. */
export const labErrorCodes = [
  'invalid-input', // a value that the user or a caller gave is out of range or of the wrong type
  'not-found', // a run, checkpoint, file or method that does not exist
  'busy', // the same thing is already under way
  'cancelled', // the user cancelled it
  'offline', // no source could be reached
  'download-failed', // a source answered, but what came was cut, stalled or refused
  'data-corrupt', // bytes that do not match their checksum or layout
  'data-missing', // the data set has not been downloaded yet
  'checkpoint-invalid', // a checkpoint file that cannot be trusted or understood
  'engine-unavailable', // a compute engine that cannot run here
  'diverged', // the loss became NaN or infinite
  'trainer-crashed', // the training process ended without saying goodbye
  'unsupported', // this host or version cannot do it
  'storage', // the disk refused: full, read-only, no permission
  'internal' // a defect in Tenfold
] as const

export type LabErrorCode = (typeof labErrorCodes)[number]

/** How an error crosses a process, a socket or a file. */
export const labErrorData = z.object({
  code: z.enum(labErrorCodes),
  message: z.string(),
  hint: z.string(),
  cause: z.string().optional()
})
export type LabErrorData = z.infer<typeof labErrorData>

/** The one error shape: `message` says what happened, `hint` what to do next, `cause` what lies beneath. */
export class LabError extends Error {
  override readonly name = 'LabError'
  readonly code: LabErrorCode
  readonly hint: string

  constructor(code: LabErrorCode, message: string, hint: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.hint = hint
  }

  toData(): LabErrorData {
    const cause = describeCause(this.cause)
    return {
      code: this.code,
      message: this.message,
      hint: this.hint,
      ...(cause === undefined ? {} : { cause })
    }
  }

  static fromData(data: LabErrorData): LabError {
    return new LabError(data.code, data.message, data.hint, data.cause)
  }

  /** Whatever was thrown, as a LabError; anything unexpected counts as a defect of Tenfold. */
  static from(thrown: unknown): LabError {
    if (thrown instanceof LabError) return thrown
    const message = thrown instanceof Error ? thrown.message : String(thrown)
    return new LabError(
      'internal',
      `Something unexpected happened: ${message}`,
      'Try again. If it happens twice, report it with the text under “cause”.',
      thrown
    )
  }
}

function describeCause(cause: unknown): string | undefined {
  if (cause === undefined) return undefined
  if (cause instanceof Error) return cause.stack ?? cause.message
  return typeof cause === 'string' ? cause : `a thrown value of type ${typeof cause}`
}
