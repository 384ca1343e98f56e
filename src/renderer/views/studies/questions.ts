import type { StudyQuestion } from '../../state/study/read-study-draft'

interface Question {
  readonly value: StudyQuestion
  readonly title: string
  readonly text: string
}

/** What a study can find out, in words. */
export const questions: readonly Question[] = [
  {
    value: 'seeds',
    title: 'How far apart are seeds?',
    text: 'The same settings with several seeds: the mean, the spread, and the 95 % interval of the mean.'
  },
  {
    value: 'settings',
    title: 'Which of these settings is better?',
    text: 'Settings against one another, each with several seeds: is one better, or was it luck?'
  },
  {
    value: 'grid',
    title: 'Try all combinations',
    text: 'A grid search: every combination of the values that you list.'
  },
  {
    value: 'random',
    title: 'Try at random',
    text: 'A random search: values drawn from ranges. With several settings it finds good ones with fewer runs.'
  }
]
