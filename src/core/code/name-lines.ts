import { codeLine, type CodeLine, type CodeLink, name } from './code-line'

const perLine = 4
const mostColumns = 64

/** Words of a data set, quoted as Python and JavaScript both read them, some in each line. @param end after the last */
export function nameLines(link: CodeLink, indent: string, words: readonly string[], end: string): CodeLine[] {
  const lines: string[][] = []
  for (const word of words.map(quoted)) {
    const line = lines.at(-1)
    const length = [...(line ?? []), word].join(', ').length + indent.length
    if (line === undefined || line.length === perLine || length >= mostColumns) lines.push([word])
    else line.push(word)
  }
  return lines.map((few, i) => {
    const text = `${indent}${few.join(', ')}${i === lines.length - 1 ? end : ','}`
    return codeLine(link)`${name(text)}`
  })
}

/** What JSON escapes, both languages read. */
function quoted(word: string): string {
  return /^[^\\'\p{Cc}\u2028\u2029]*$/u.test(word) ? `'${word}'` : JSON.stringify(word)
}
