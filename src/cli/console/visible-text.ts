/**
 * What a terminal would obey instead of showing: control characters (ESC and the C1 codes begin commands, a carriage
 * return overwrites the line), and those that reverse the direction of the text.
 */
const obeyed = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu

/**
 * One line of text for a terminal: names and titles come from other people's files, so what a terminal would obey is
 * written as an escape, `\u001b`.
 */
export function visibleText(line: string): string {
  return line.replace(obeyed, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** The same for JSON, whose line breaks stay and whose escapes mean the same text. */
export function visibleJson(json: string): string {
  return json.split('\n').map(visibleText).join('\n')
}
