import { formatDuration } from '../format/format-duration'
import { formatLoss } from '../format/format-loss'
import { formatCount, formatPercent } from '../format/format-number'
import { bestOf } from './best-of'
import type { ComparedClass, ComparedResult } from './comparison'

/** A row of a table that compares runs: a value for each run, in their order. */
export interface ComparedRow {
  readonly label: string
  readonly hint?: string
  /** As they are shown; what is not known is a dash. */
  readonly values: readonly string[]
  /** For each value, whether it is the best, alone or with others. */
  readonly best: readonly boolean[]
}

interface Figure {
  readonly label: string
  readonly hint: string
  readonly value: (result: ComparedResult) => number | undefined
  readonly text: (value: number) => string
  /** undefined: no value is better than another. */
  readonly better?: 'higher' | 'lower'
}

const percent = (share: number): string => formatPercent(share)
const loss = (value: number): string => formatLoss(value, 3)
const count = (value: number): string => formatCount(Math.round(value))
const dash = '–'

const figures: readonly Figure[] = [
  {
    label: 'Accuracy',
    hint: 'Share of the test images that are predicted correctly',
    value: ({ accuracy }) => accuracy,
    text: percent,
    better: 'higher'
  },
  {
    label: '± (95 %)',
    hint: 'Half the width of the 95 % confidence interval of the accuracy, in percentage points',
    value: ({ margin }) => margin,
    text: (margin) => (margin * 100).toFixed(1)
  },
  {
    label: 'Top 2',
    hint: 'Share of the test images whose class is one of the two most probable',
    value: ({ topTwo }) => topTwo,
    text: percent,
    better: 'higher'
  },
  {
    label: 'Mean F1',
    hint: 'Mean of the F1 of all classes',
    value: ({ macroF1 }) => macroF1,
    text: percent,
    better: 'higher'
  },
  {
    label: 'Test loss',
    hint: 'Mean cross-entropy of the test images',
    value: ({ testLoss }) => testLoss,
    text: loss,
    better: 'lower'
  },
  {
    label: 'Best validation',
    hint: 'Best accuracy on the validation images at the end of an epoch',
    value: ({ bestValidation }) => bestValidation,
    text: percent,
    better: 'higher'
  },
  {
    label: 'Running loss',
    hint: 'In the last line of the log',
    value: ({ runningLoss }) => runningLoss,
    text: loss
  },
  {
    label: 'Parameters',
    hint: 'Parameters of the network',
    value: ({ parameters }) => parameters,
    text: count
  },
  { label: 'Steps', hint: 'Steps of the training so far', value: ({ step }) => step, text: count },
  {
    label: 'Training',
    hint: 'Time spent on training',
    // A run that was loaded from a file took none here.
    value: ({ trainMs }) => (trainMs === 0 ? undefined : trainMs),
    text: formatDuration,
    better: 'lower'
  },
  {
    label: 'Images/s',
    hint: 'Training images per second',
    value: ({ imagesPerSecond }) => imagesPerSecond,
    text: count,
    better: 'higher'
  }
]

/** The results of runs side by side. */
export function resultRows(results: readonly ComparedResult[]): ComparedRow[] {
  const facts = (label: string, hint: string, text: (result: ComparedResult) => string): ComparedRow => ({
    label,
    hint,
    values: results.map(text),
    best: results.map(() => false)
  })
  return [
    ...figures.map(({ label, hint, value, text, better }) => ({
      label,
      hint,
      ...valuesAndBest(results.map(value), text, better)
    })),
    facts('Device', 'What the training ran on', ({ device }) => device ?? dash),
    facts('Status', 'Where the run stands', ({ status }) => (status === 'imported' ? 'loaded' : status))
  ]
}

/** The accuracy of each class side by side. */
export function classRows(classes: readonly ComparedClass[]): ComparedRow[] {
  return classes.map(({ name, accuracies }) => ({
    label: name,
    ...valuesAndBest(accuracies, percent, 'higher')
  }))
}

function valuesAndBest(
  values: readonly (number | undefined)[],
  text: (value: number) => string,
  better: 'higher' | 'lower' | undefined
): Pick<ComparedRow, 'values' | 'best'> {
  return {
    values: values.map((value) => (value === undefined ? dash : text(value))),
    best: better === undefined ? values.map(() => false) : bestOf(values, text, better)
  }
}
