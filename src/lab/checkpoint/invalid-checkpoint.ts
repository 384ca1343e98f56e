import { LabError } from '../../core/base/lab-error'
import { plainWords, sayIssue } from '../../core/base/say-issue'
import { formatCount } from '../../core/format/format-number'
import type { z } from '../../core/base/schema'

export const hints = {
  damaged: 'The file was changed or damaged after it was saved. Use another copy of it.',
  choose:
    'Choose a .tenfold.json file saved by Tenfold, model.json and weights.bin of a TensorFlow.js layers model together, or a .onnx, .keras, .h5, .pth or .safetensors file, also in a .zip archive.',
  network:
    'Tenfold reads networks that lead from one image to one output and contain only layer types that Tenfold has.'
} as const

/** A LabError 'checkpoint-invalid': what is wrong with a file, and what to do. */
export function invalidCheckpoint(message: string, hint: string, cause?: unknown): LabError {
  return new LabError('checkpoint-invalid', message, hint, cause)
}

/** What cannot be expressed in our layers: `refused('Layer 3 (Lambda) in model.json', 'is of another kind')`. */
export function refused(what: string, why: string): LabError {
  return invalidCheckpoint(`${what} ${why}.`, hints.network)
}

/** Text from an untrusted file, in a form that is safe and short enough to put into a message. */
export function shown(text: string, length = 60): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '�')
  return plain.length > length ? `${plain.slice(0, length)}…` : plain
}

/** Names from outside, the first few of them: `a.bin, b.bin, c.bin and 997 more`. */
export function listed(names: readonly string[]): string {
  const first = names
    .slice(0, 3)
    .map((name) => shown(name))
    .join(', ')
  return names.length > 3 ? `${first} and ${formatCount(names.length - 3)} more` : first
}

/**
 * Parses a part of an untrusted file.
 * @param what the part, for people: `The training state in training.json`
 * @throws LabError 'checkpoint-invalid'
 */
export function parsePart<S extends z.ZodType>(
  schema: S,
  value: unknown,
  what: string,
  hint: string = hints.damaged
): z.infer<S> {
  const result = schema.safeParse(value, { error: plainWords })
  if (result.success) return result.data
  const problems = result.error.issues.slice(0, 3).map((issue) => shown(sayIssue(issue, value), 200))
  throw invalidCheckpoint(`${what} cannot be used: ${problems.join('; ')}.`, hint, result.error)
}
