import type { DatasetInfo } from '../data/dataset-info'
import { LabError } from '../base/lab-error'
import type { RunConfig } from './run-config'
import type { FieldName } from './settings'

export interface SettingProblem {
  /** The field that says so. */
  readonly field: FieldName
  /** A clause without a full stop. */
  readonly message: string
}

/**
 * What a run cannot start with although each of its settings is one that there is. It is no part of their schema: runs of
 * earlier versions have such settings, and stay readable.
 * @param dataset the one it trains on; undefined where it is not known yet
 */
export function settingProblem(
  { optimizer, validationSplit, trainImages }: RunConfig,
  dataset: Pick<DatasetInfo, 'name' | 'splits'> | undefined
): SettingProblem | undefined {
  if (optimizer.type === 'sgd' && optimizer.nesterov && optimizer.momentum === 0) {
    return { field: 'momentum', message: 'Nesterov momentum needs a momentum above 0' }
  }
  if (dataset === undefined) return undefined
  const { name } = dataset
  const { images } = dataset.splits.train
  const held = Math.round(images * validationSplit)
  const there = `${name} has ${count(images, 'training image')}`
  if (validationSplit > 0 && held === 0) {
    return { field: 'validationSplit', message: `${there}: this validation split holds back none of them` }
  }
  if (held >= images) {
    return { field: 'validationSplit', message: `${there}: this validation split leaves none to train on` }
  }
  if (trainImages <= images - held) return undefined
  const left =
    held === 0 ? '' : `, of which ${held.toLocaleString('en')} ${held === 1 ? 'is' : 'are'} held back`
  return {
    field: 'trainImages',
    message: `${there}${left}: ${trainImages.toLocaleString('en')} are more than there are`
  }
}

const count = (n: number, noun: string): string => `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`

/** @throws LabError 'invalid-input' for what `settingProblem` finds */
export function checkSettings(...given: Parameters<typeof settingProblem>): void {
  const problem = settingProblem(...given)
  if (problem === undefined) return
  throw new LabError(
    'invalid-input',
    `${problem.message}.`,
    'Change one of the two, and start the run again.'
  )
}
