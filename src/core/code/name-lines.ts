import { codeLine, type CodeLine, type CodeLink, name } from './code-line'

const perLine = 4
const mostColumns = 64

/**
 * Words of a data set, quoted as Python and JavaScript both read them, some in each line.
 * @param end after the last
 * @param note on a line, from the number of its first word and the words in it
 */
export function nameLines(
  link: CodeLink,
  indent: string,
  words: readonly string[],
  end: string,
  note: (first: number, words: readonly string[]) => string
): CodeLine[] {
  const lines: string[][] = []
  for (const word of words) {
    const line = lines.at(-1)
    const length = [...(line ?? []), word].map(quoted).join(', ').length + indent.length
    if (line === undefined || line.length === perLine || length >= mostColumns) lines.push([word])
    else line.push(word)
  }
  let first = 0
  return lines.map((few, i) => {
    const text = `${indent}${few.map(quoted).join(', ')}${i === lines.length - 1 ? end : ','}`
    const line = codeLine(link, note(first, few))`${name(text)}`
    first += few.length
    return line
  })
}

/** A word as both languages read it: what JSON escapes, they do. */
export function quoted(word: string): string {
  return /^[^\\'\p{Cc}\u2028\u2029]*$/u.test(word) ? `'${word}'` : JSON.stringify(word)
}
