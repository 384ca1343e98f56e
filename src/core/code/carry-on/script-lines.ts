import { type CodeLine, lineText } from '../code-line'

/** Lines of Python as text, as they are given or one level further in. */
export const written = (lines: readonly CodeLine[], indent = ''): readonly string[] =>
  lines.map((line) => {
    const text = lineText(line)
    return text === '' ? '' : `${indent}${text}`
  })

/** Lines that are there under a condition. */
export const when = (condition: boolean, ...lines: readonly string[]): readonly string[] =>
  condition ? lines : []
