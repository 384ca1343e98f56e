import { blankLine, type CodeLine, type CodePart } from '../../core/code/code-line'
import { type Script, scriptParts, type ScriptPart } from '../../core/code/script'
import type { LinkKey } from '../state/place/link.svelte'

/** A line of the listing. */
export interface ListingLine {
  readonly line: CodeLine
  readonly part: ScriptPart
  /** The part that begins behind this blank line. */
  readonly before: ScriptPart | undefined
  /** The spaces that it begins with; the words go on behind them. */
  readonly indent: string
  readonly words: readonly CodePart[]
}

/** The whole program, numbered as its file is. */
export function listingLines(script: Script): readonly ListingLine[] {
  return scriptParts.flatMap((part, i) => {
    const next = scriptParts[i + 1]
    return [
      ...script.parts[part].map((line) => listed(line, part)),
      { ...listed(blankLine, next ?? part), before: next }
    ]
  })
}

function listed(line: CodeLine, part: ScriptPart): ListingLine {
  const [first, ...others] = line.parts
  if (first === undefined) return { line, part, before: undefined, indent: '', words: [] }
  const words = first.text.trimStart()
  const indent = first.text.slice(0, first.text.length - words.length)
  return { line, part, before: undefined, indent, words: [{ ...first, text: words }, ...others] }
}

/**
 * The one line that the tab key stops at: what the guide explains in the room's part of the program, else anywhere, else
 * where the part begins.
 */
export function tabStopOf(lines: readonly ListingLine[], part: ScriptPart, topic: LinkKey): number {
  const places = [
    lines.findIndex((entry) => entry.part === part && entry.line.link === topic),
    lines.findIndex(({ line }) => line.link === topic),
    lines.findIndex((entry) => entry.part === part)
  ]
  return places.find((place) => place !== -1) ?? 0
}
