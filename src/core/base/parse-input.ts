import { LabError, type LabErrorCode } from './lab-error'
import type { z } from './schema'

/**
 * Parses what came from outside, once, at the edge.
 * @throws LabError that lists each offending field in words
 */
export function parseInput<S extends z.ZodType>(
  schema: S,
  input: unknown,
  what: string,
  code: LabErrorCode = 'invalid-input'
): z.infer<S> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const problems = result.error.issues.map((issue) =>
    issue.path.length === 0 ? issue.message : `${issue.path.join('.')}: ${issue.message}`
  )
  throw new LabError(
    code,
    `${what} cannot be used: ${problems.slice(0, 5).join('; ')}.`,
    'Correct the value and try again.',
    result.error
  )
}
