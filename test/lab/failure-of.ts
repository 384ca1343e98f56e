import { LabError } from '../../src/core/base/lab-error'

/** What a call is refused with. */
export async function failureOf(promise: Promise<unknown>): Promise<LabError> {
  const thrown = await promise.then(
    () => undefined,
    (cause: unknown) => cause
  )
  if (!(thrown instanceof LabError)) throw new Error(`expected a LabError, got ${String(thrown)}`)
  return thrown
}
