import { LabError, type LabErrorCode } from './lab-error'
import { plainWords, sayIssue } from './say-issue'
import type { z } from './schema'
import { unknownKeys } from './unknown-keys'

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
  const result = schema.safeParse(input, { error: plainWords })
  if (result.success) return result.data
  throw refused(what, code, problemsOf(result.error, input), result.error)
}

/**
 * Parses what a person wrote: a key that is unknown is a slip, and would otherwise pass for a setting.
 * @throws LabError 'invalid-input' that lists each offending field in words
 */
export function parseWritten<S extends z.ZodType>(schema: S, input: unknown, what: string): z.infer<S> {
  const unknown = unknownKeys(schema, input).map(({ path, meant }) =>
    sayIssue(
      { path, message: `is unknown${meant === undefined ? '' : `: you probably mean ${meant}`}` },
      input
    )
  )
  const result = schema.safeParse(input, { error: plainWords })
  if (result.success && unknown.length === 0) return result.data
  const others = result.success ? [] : problemsOf(result.error, input)
  throw refused(what, 'invalid-input', [...unknown, ...others], result.error)
}

function problemsOf({ issues }: z.ZodError, input: unknown): readonly string[] {
  return issues.map((issue) => sayIssue(issue, input))
}

function refused(what: string, code: LabErrorCode, problems: readonly string[], cause: unknown): LabError {
  const [first, ...others] = new Set(problems)
  const shown = [first, ...others.slice(0, 4)].join('; ')
  const more = others.length > 4 ? `; and ${others.length - 4} more` : ''
  return new LabError(
    code,
    `${what} cannot be used: ${shown}${more}.`,
    'Correct the value and try again.',
    cause
  )
}
