import { call, type CodePart } from '../code-line'

/** Numbers as a tuple of Python: a single one needs a comma of its own. */
export const pythonTuple = (values: readonly string[]): readonly CodePart[] =>
  call(`(${values.join(', ')}${values.length === 1 ? ',' : ''})`)
