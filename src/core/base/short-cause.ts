const mostCharacters = 1_000
const stackLine = /^[ \t]+at .*$/gm
/** A quoted path may hold spaces; any other ends at the first. */
const quotedPath = /(['"`“])((?:file:\/\/)?(?:[a-z]:)?[\\/][^'"`”\n]*)(?=['"`”])/gi
const plainPath = /(?<![\w.~/\\:-])(?:file:\/\/)?(?:[a-z]:)?(?:[\\/]+[^\s\\/'"`“”:;,()<>]+){2,}[\\/]?/gi

/**
 * What lies beneath an error, for those who have to do without the machine's secrets: no stack, and files by their names
 * alone.
 */
export function shortCause(cause: string): string {
  const text = cause
    .slice(0, 20 * mostCharacters)
    .replace(stackLine, '')
    .replace(quotedPath, (_whole, quote: string, path: string) => `${quote}${fileName(path)}`)
    .replace(plainPath, fileName)
    .replace(/\n{2,}/g, '\n')
    .trim()
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text
}

function fileName(path: string): string {
  return `…/${
    path
      .split(/[\\/]+/)
      .filter((part) => part !== '')
      .pop() ?? ''
  }`
}
