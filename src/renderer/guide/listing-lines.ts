import { blankLine, type CodeLine, type CodePart } from '../../core/code/code-line'
import { type Script, scriptParts, type ScriptPart } from '../../core/code/script'
import type { Topic } from '../../core/lesson/topic'

/** A line of the listing. */
export interface ListingLine {
  readonly line: CodeLine
  /** What it is found by again when settings change: its part, what it speaks of, and how many such lines come before. */
  readonly key: string
  readonly part: ScriptPart
  /** The part that begins behind this blank line. */
  readonly before: ScriptPart | undefined
  /** The spaces that it begins with; the words go on behind them. */
  readonly indent: string
  readonly words: readonly CodePart[]
}

/** The whole program, numbered as its file is. */
export function listingLines(script: Script): readonly ListingLine[] {
  const counts = new Map<string, number>()
  const keyOf = (part: ScriptPart, { link }: CodeLine): string => {
    const kind = `${part}/${link ?? ''}`
    const count = (counts.get(kind) ?? -1) + 1
    counts.set(kind, count)
    return `${kind}/${count}`
  }
  return scriptParts.flatMap((part, i) => {
    const next = scriptParts[i + 1]
    return [
      ...script.parts[part].map((line) => listed(line, part, keyOf(part, line))),
      { ...listed(blankLine, next ?? part, keyOf(part, blankLine)), before: next }
    ]
  })
}

function listed(line: CodeLine, part: ScriptPart, key: string): ListingLine {
  const [first, ...others] = line.parts
  if (first === undefined) return { line, key, part, before: undefined, indent: '', words: [] }
  const words = first.text.trimStart()
  const indent = first.text.slice(0, first.text.length - words.length)
  return { line, key, part, before: undefined, indent, words: [{ ...first, text: words }, ...others] }
}

/**
 * The line that the guide explains, which is also the one that the tab key stops at: the one that was pointed at, else the
 * first of what the guide speaks of, in the room's part of the program before others, else where the part begins.
 * @param key of the line that was pointed at
 */
export function explainedLine(
  lines: readonly ListingLine[],
  part: ScriptPart,
  topic: Topic,
  key: string | undefined
): number {
  const places = [
    lines.findIndex((entry) => entry.key === key && entry.line.link === topic),
    lines.findIndex((entry) => entry.part === part && entry.line.link === topic),
    lines.findIndex(({ line }) => line.link === topic),
    lines.findIndex((entry) => entry.part === part)
  ]
  return places.find((place) => place !== -1) ?? 0
}
