import { accuracy, accuracyMargin, classAccuracies, imageCount } from '../run/evaluation'
import { classMeasures, macroF1 } from '../run/class-measures'
import type { RunState } from '../run/run-state'
import { runTiming } from '../run/run-timing'
import { LabError } from '../base/lab-error'
import { type SettingRow, settingRows } from '../settings/setting-rows'

/** More curves could not be told apart. */
export const mostCompared = 10

export interface ComparedRun {
  readonly number: number
  readonly name: string
  readonly state: RunState
}

/** What became of a run; what is not known is undefined. */
export interface ComparedResult {
  readonly number: number
  readonly name: string
  readonly status: RunState['status']['kind']
  readonly step: number
  readonly parameters: number
  /** The last line of the log. */
  readonly runningLoss: number | undefined
  /** On the test images, in [0, 1], and half the width of its 95 % confidence interval. */
  readonly accuracy: number | undefined
  readonly margin: number | undefined
  readonly topTwo: number | undefined
  readonly macroF1: number | undefined
  /** Mean cross-entropy of the test images. */
  readonly testLoss: number | undefined
  /** Highest accuracy on validation images after an epoch. */
  readonly bestValidation: number | undefined
  readonly trainMs: number
  readonly imagesPerSecond: number | undefined
  readonly device: string | undefined
}

/** Accuracy of a class in each run; undefined where a run was not evaluated. */
export interface ComparedClass {
  readonly name: string
  readonly accuracies: readonly (number | undefined)[]
}

export interface Comparison {
  readonly results: readonly ComparedResult[]
  readonly settings: readonly SettingRow[]
  /** undefined where the runs do not have the same classes. */
  readonly classes: readonly ComparedClass[] | undefined
}

/** @throws LabError 'invalid-input' for fewer than two runs or more than `mostCompared`, or the same twice */
export function requireComparable(numbers: readonly number[]): void {
  if (numbers.length >= 2 && numbers.length <= mostCompared && new Set(numbers).size === numbers.length)
    return
  throw new LabError(
    'invalid-input',
    new Set(numbers).size < numbers.length
      ? 'A run cannot be compared with itself.'
      : `${numbers.length === 1 ? 'One run' : `${numbers.length} runs`} cannot be compared.`,
    `Choose 2 to ${mostCompared} different runs.`
  )
}

/** Runs side by side, in the order given. */
export function compare(runs: readonly ComparedRun[]): Comparison {
  const configs = runs.flatMap(({ state }) => (state.config === undefined ? [] : [state.config]))
  return {
    results: runs.map(resultOf),
    settings: configs.length === runs.length ? settingRows(configs) : [],
    classes: classesOf(runs)
  }
}

function resultOf({ number, name, state }: ComparedRun): ComparedResult {
  const evaluation = state.evaluation?.result
  const images = evaluation === undefined ? 0 : imageCount(evaluation)
  const share = evaluation === undefined ? undefined : accuracy(evaluation)
  const validations = state.validations.map((one) => one.accuracy)
  return {
    number,
    name,
    status: state.status.kind,
    step: state.step,
    parameters: state.parameters,
    runningLoss: state.log.at(-1)?.loss,
    accuracy: share,
    margin: share === undefined ? undefined : accuracyMargin(share, images),
    topTwo: evaluation?.topTwo === undefined || images === 0 ? undefined : evaluation.topTwo / images,
    macroF1: evaluation === undefined ? undefined : macroF1(classMeasures(evaluation)),
    testLoss: evaluation?.loss,
    bestValidation: validations.length === 0 ? undefined : validations.reduce((a, b) => Math.max(a, b)),
    trainMs: state.trainMs,
    imagesPerSecond: runTiming(state)?.imagesPerSecond,
    device: state.device?.label
  }
}

function classesOf(runs: readonly ComparedRun[]): readonly ComparedClass[] | undefined {
  const [first, ...others] = runs.map(({ state }) => state.classes)
  if (first === undefined || others.some((classes) => classes.join('\n') !== first.join('\n')))
    return undefined
  const columns = runs.map(({ state }) =>
    state.evaluation === undefined ? [] : classAccuracies(state.evaluation.result)
  )
  return first.map((name, i) => ({ name, accuracies: columns.map((column) => column[i]?.accuracy) }))
}
