import { blankLine, type CodeLine, lineText } from '../code/code-line'
import { type Script, scriptParts, type ScriptPart } from '../code/script'
import { explain } from './explain'
import type { LessonFacts } from './lesson-facts'
import { type MarkedExplanation, markTerms } from './mark-terms'
import { richText, type TextPiece } from './rich-text'
import type { Topic } from './topic'

export interface ReadingLine {
  /** In the program, from 1. */
  readonly number: number
  readonly line: CodeLine
  readonly note: readonly TextPiece[]
}

/** Lines one below the other that speak of the same thing. */
export interface ReadingBlock {
  readonly topic: Topic
  /** What there is to say about it; undefined where it was said before. */
  readonly words: MarkedExplanation | undefined
  readonly lines: readonly ReadingLine[]
}

export interface ReadingPart {
  readonly part: ScriptPart
  readonly blocks: readonly ReadingBlock[]
}

/** Words that people read in a minute, where they also look at code. */
const wordsPerMinute = 180

/**
 * The whole program with everything that there is to say about it, to be read from top to bottom: a text for each thing
 * where it first appears, and one for each line.
 * @param factsOf what the texts of a part speak of
 * @param known terms of the glossary that were marked before; those that are marked here are added
 */
export function readingOf(
  script: Script,
  factsOf: (part: ScriptPart) => LessonFacts,
  known: Set<string>
): readonly ReadingPart[] {
  const said = new Set<string>()
  let number = 0
  return scriptParts.map((part) => {
    const facts = factsOf(part)
    const blocks: { topic: Topic; words: MarkedExplanation | undefined; lines: ReadingLine[] }[] = []
    for (const line of [...script.parts[part], blankLine]) {
      number++
      const { link } = line
      if (link === undefined) continue
      let block = blocks.at(-1)
      if (block?.topic !== link) {
        block = { topic: link, words: firstWords(link, facts, said, known), lines: [] }
        blocks.push(block)
      }
      block.lines.push({ number, line, note: richText(line.note, known) })
    }
    return { part, blocks }
  })
}

/** How long it takes, in minutes. */
export function readingMinutes(parts: readonly ReadingPart[]): number {
  const count = (pieces: readonly TextPiece[]): number =>
    pieces.reduce((sum, { text }) => sum + text.split(/\s+/).filter((word) => word !== '').length, 0)
  const words = parts.flatMap(({ blocks }) =>
    blocks.map(
      ({ words: explained, lines }) =>
        lines.reduce(
          (sum, { note, line }) => sum + count(note) + lineText(line).trim().split(/\s+/).length,
          0
        ) +
        (explained?.body ?? []).reduce(
          (sum, block) => sum + ('pieces' in block ? count(block.pieces) : 10),
          0
        )
    )
  )
  return Math.ceil(words.reduce((a, b) => a + b, 0) / wordsPerMinute)
}

const nameOf = (topic: Topic): string => topic.replace('layer:', '')

/**
 * A thing is explained once; the way forward in two parts, where two different things are said of it. A paragraph that
 * several things share is said with the first of them. Of further layers of a type, how their sizes come about.
 */
function firstWords(
  topic: Topic,
  facts: LessonFacts,
  said: Set<string>,
  known: Set<string>
): MarkedExplanation | undefined {
  const words = explain(topic, facts)
  if (words === undefined || said.has(`${topic} ${words.heading}`)) return undefined
  said.add(`${topic} ${words.heading}`)
  if (!said.has(words.heading)) {
    said.add(words.heading)
    const body = words.body.filter((block) => block.kind !== 'text' || !said.has(block.text))
    for (const block of body) if (block.kind === 'text') said.add(block.text)
    return markTerms({ heading: words.heading, body }, known)
  }
  const sizes = words.body.filter((block) => block.kind === 'sizes')
  return sizes.length === 0 ? undefined : { heading: `The size after ${nameOf(topic)}`, body: sizes }
}
