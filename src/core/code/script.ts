import { type CodeLine, blankLine, lineText } from './code-line'

/** The lesson's parts, in its order. */
export const scriptParts = ['data', 'network', 'optimizer', 'train', 'evaluate'] as const
export type ScriptPart = (typeof scriptParts)[number]

/** A complete program, cut into the lesson's parts. */
export interface Script {
  readonly fileName: string
  readonly parts: Readonly<Record<ScriptPart, readonly CodeLine[]>>
}

/** The whole program, as it is saved and run. */
export function scriptText({ parts }: Script): string {
  const lines = scriptParts.flatMap((part) => [...parts[part], blankLine])
  return lines.map(lineText).join('\n')
}
