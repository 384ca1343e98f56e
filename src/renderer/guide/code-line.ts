import type { LinkKey } from '../state/link.svelte'

export interface CodePart {
  readonly text: string
  /** value: comes from the settings and changes with them */
  readonly kind: 'plain' | 'keyword' | 'value'
}

export interface CodeLine {
  readonly link: LinkKey | undefined
  readonly parts: readonly CodePart[]
}

const keyword = /\b(for|in|if|with|import|from|class|def|return)\b/

/** A line of code as a template: what is filled in are values of the settings. */
export function codeLine(link?: LinkKey) {
  return (texts: TemplateStringsArray, ...values: readonly (string | number)[]): CodeLine => ({
    link,
    parts: texts.flatMap((text, i): CodePart[] => {
      const value = values[i]
      return value === undefined ? plain(text) : [...plain(text), { text: String(value), kind: 'value' }]
    })
  })
}

function plain(text: string): CodePart[] {
  return text
    .split(keyword)
    .filter((part) => part !== '')
    .map((part) => ({ text: part, kind: keyword.test(part) ? 'keyword' : 'plain' }))
}
