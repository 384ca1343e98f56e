export type CsvCell = string | number | null

/** Lines as RFC 4180 has them: CRLF, quotes where needed. */
export function csvText(lines: readonly (readonly CsvCell[])[]): string {
  return lines.map((cells) => `${cells.map(field).join(',')}\r\n`).join('')
}

/** Numbers as they are. Text that a spreadsheet would run as a formula is led by an apostrophe. */
function field(value: CsvCell): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = /^\s*[=+\-@]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
