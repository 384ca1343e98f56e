import { paragraph } from '../base/text-block'
import type { LessonExplanation } from './explanation'

/** What is said of layers whose sizes are not known. */
export const layerProblemTexts = {
  misfit: (message: string, hint: string): LessonExplanation => ({
    heading: 'It does not fit',
    body: [
      paragraph(`**${message}** ${hint}`),
      paragraph(
        'A script would often fail only when the first batch goes through. Here nothing is trained until it fits.'
      )
    ]
  }),
  waiting: {
    heading: 'Nothing reaches it',
    body: [paragraph('A layer before it does not fit, so what this one would compute is not known yet.')]
  }
} as const
