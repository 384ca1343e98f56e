import type { KnobLine } from '../optimizers/knob-line'
import type { KnobName } from '../optimizers/knobs'
import type { RunConfig } from '../settings/run-config'

/** What a line of code speaks of: the setting that writes it, or a thing of the lesson. */
export type CodeLink =
  | Exclude<keyof RunConfig, 'model'>
  | KnobName
  | `layer:${string}`
  | 'imports'
  | 'pixels'
  | 'augmentation'
  | 'trainSet'
  | 'testSet'
  | 'shuffle'
  | 'classes'
  | 'network'
  | 'mainGuard'
  | 'modes'
  | 'loss'
  | 'zeroGrad'
  | 'forward'
  | 'backward'
  | 'optimizerStep'
  | 'finished'
  | 'checkpoint'
  | 'noGrad'
  | 'predicted'
  | 'matrix'
  | 'accuracy'
  | 'perClass'

export interface CodePart {
  readonly text: string
  /** value: comes from the settings and changes with them */
  readonly kind: 'plain' | 'keyword' | 'value' | 'comment'
}

export interface CodeLine {
  readonly link: CodeLink | undefined
  /** What this line does, its arguments and their values, in words of its own; marked up as a `TextBlock` is. */
  readonly note: string
  readonly parts: readonly CodePart[]
}

/** Of Python and of JavaScript. */
const keyword =
  /\b(?:and|as|async|await|class|const|def|else|for|from|function|if|import|in|let|new|not|of|return|with)\b/

/** Something filled in that is no value of the settings: a name. */
export const name = (text: string): readonly CodePart[] => [{ text, kind: 'plain' }]

/** A comment filled in. */
export const comment = (text: string): readonly CodePart[] => [{ text, kind: 'comment' }]

/** Something filled in whose numbers alone are values of the settings: a call. */
export const call = (text: string): readonly CodePart[] =>
  text
    .split(/(\b\d+(?:\.\d+)?(?:e-?\d+)?\b)/)
    .map((part, i): CodePart => ({ text: part, kind: i % 2 === 0 ? 'plain' : 'value' }))

/**
 * A line of code as a template: what is filled in are values of the settings, or names.
 * @param note what the line does
 */
export function codeLine(link: CodeLink, note: string) {
  return (
    texts: readonly string[],
    ...values: readonly (string | number | readonly CodePart[])[]
  ): CodeLine => ({
    link,
    note,
    parts: texts
      .flatMap((text, i): CodePart[] => {
        const value = values[i]
        if (value === undefined) return plain(text)
        return [...plain(text), ...(typeof value === 'object' ? value : [valuePart(value)])]
      })
      .filter(({ text }) => text !== '')
  })
}

/** A line that sets a knob. */
export function knobCode(indent: string, { knob, note, texts, values }: KnobLine): CodeLine {
  const [first = '', ...rest] = texts
  return codeLine(knob, note)([`${indent}${first}`, ...rest], ...values)
}

const valuePart = (value: string | number): CodePart => ({ text: String(value), kind: 'value' })

/** A line one level further in, in Python. */
export const indented = (line: CodeLine): CodeLine => ({ ...line, parts: [...name('    '), ...line.parts] })

export const blankLine: CodeLine = { link: undefined, note: '', parts: [] }

export function lineText({ parts }: CodeLine): string {
  return parts.map(({ text }) => text).join('')
}

function plain(text: string): CodePart[] {
  const comment = text.search(/(?:#|\/\/) /)
  if (comment !== -1) {
    return [...plain(text.slice(0, comment)), { text: text.slice(comment), kind: 'comment' }]
  }
  const parts: CodePart[] = []
  let rest = text
  for (let found = keyword.exec(rest); found !== null; found = keyword.exec(rest)) {
    const [word] = found
    parts.push({ text: rest.slice(0, found.index), kind: 'plain' }, { text: word, kind: 'keyword' })
    rest = rest.slice(found.index + word.length)
  }
  return [...parts, { text: rest, kind: 'plain' }]
}
