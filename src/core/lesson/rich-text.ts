import { glossary, type GlossaryTerm } from './glossary.text'

/** A piece of a text, and the glossary's entry where one opens. */
export interface TextPiece {
  readonly kind: 'plain' | 'bold' | 'code'
  readonly text: string
  readonly term: GlossaryTerm | undefined
}

const termsByForm = new Map(
  glossary
    .filter(({ marked }) => marked)
    .flatMap((term) => [term.term, ...term.forms].map((form) => [form.toLowerCase(), term] as const))
)

/** The longest form first: `weight decay` is not `weight`. Forms are letters, spaces and hyphens. */
const anyForm = new RegExp(
  String.raw`(?<![\p{L}\p{N}-])(${[...termsByForm.keys()]
    .sort((a, b) => b.length - a.length)
    .join('|')})(?![\p{L}\p{N}-])`,
  'giu'
)

/**
 * Takes the markup of a `TextBlock` apart: `**…**` is bold, `…` in backticks is code. Each term of the glossary is marked
 * where it appears for the first time.
 * @param known terms that were marked before; those that are marked here are added
 */
export function richText(text: string, known: Set<string>): readonly TextPiece[] {
  return text.split(/(\*\*[^*]+\*\*|`[^`]+`)/).flatMap((part): readonly TextPiece[] => {
    if (part.startsWith('`')) return [{ kind: 'code', text: part.slice(1, -1), term: undefined }]
    const bold = part.startsWith('**')
    return withTerms(bold ? part.slice(2, -2) : part, bold ? 'bold' : 'plain', known)
  })
}

function withTerms(text: string, kind: 'plain' | 'bold', known: Set<string>): readonly TextPiece[] {
  return text
    .split(anyForm)
    .map((piece, i): TextPiece => {
      const term = i % 2 === 0 ? undefined : termsByForm.get(piece.toLowerCase())
      if (term === undefined || known.has(term.term)) return { kind, text: piece, term: undefined }
      known.add(term.term)
      return { kind, text: piece, term }
    })
    .filter((piece) => piece.text !== '')
}
