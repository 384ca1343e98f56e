import { LabError } from '../../src/core/base/lab-error'

/** The LabError that a call throws. Whatever else it throws is thrown on. */
export function failureOf(call: () => unknown): LabError {
  try {
    call()
  } catch (error) {
    if (error instanceof LabError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

/** The same of what it promises. */
export async function failureOfAsync(call: () => Promise<unknown>): Promise<LabError> {
  try {
    await call()
  } catch (error) {
    if (error instanceof LabError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
