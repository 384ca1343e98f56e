import type { DatasetInfo } from '../data/dataset-info'
import { LabError } from '../base/lab-error'
import { countedNoun } from '../format/counted-noun'
import { formatCount } from '../format/format-number'
import { flagOf } from './flag-of'
import type { RunConfig } from './run-config'
import type { FieldName } from './settings'

export interface SettingProblem {
  /** The field that says so. */
  readonly field: FieldName
  /** A clause without a full stop. */
  readonly message: string
  /** What can be given instead, in a terminal too. */
  readonly hint: string
}

/**
 * What a run cannot start with although each of its settings is one that there is. It is no part of their schema: runs of
 * earlier versions have such settings, and stay readable.
 * @param dataset the one it trains on; undefined where it is not known yet
 */
export function settingProblem(
  {
    model,
    optimizer,
    schedule,
    warmup,
    validationSplit,
    trainImages,
    crop,
    cutout,
    patience,
    evaluateEvery,
    watchTest
  }: RunConfig,
  dataset: Pick<DatasetInfo, 'name' | 'splits'> | undefined
): SettingProblem | undefined {
  if (optimizer.type === 'sgd' && optimizer.nesterov && optimizer.momentum === 0) {
    return {
      field: 'momentum',
      message: 'Nesterov momentum needs a momentum above 0',
      hint: `Give a momentum such as 0.9 (${flagOf('momentum')} 0.9), or switch Nesterov off (--no-nesterov).`
    }
  }
  if (schedule === 'one-cycle' && warmup > 0) {
    return {
      field: 'warmup',
      message: 'The one-cycle schedule has a rise of its own, so it takes no warm-up',
      hint: `Set the warm-up to 0 (${flagOf('warmup')} 0), or choose another schedule (${flagOf('schedule')} cosine).`
    }
  }
  if (patience > 0 && validationSplit === 0) {
    return {
      field: 'patience',
      message: 'Early stopping needs validation images, and no images are held back for validation',
      hint: `Hold some back (${flagOf('validationSplit')} 0.1), or switch early stopping off (${flagOf('patience')} 0).`
    }
  }
  if (evaluateEvery > 0 && validationSplit === 0 && !watchTest) {
    return {
      field: 'evaluateEvery',
      message: 'Evaluating while training needs images, and no images are held back for validation',
      hint: `Hold some back (${flagOf('validationSplit')} 0.1), watch the test images (${flagOf('watchTest')}), or evaluate at the end only (${flagOf('evaluateEvery')} 0).`
    }
  }
  const [height, width] = model.inputShape
  const mostShift = Math.min(height, width) - 1
  if (crop > mostShift) {
    return {
      field: 'crop',
      message: `Images of ${height} × ${width} pixels cannot be shifted by ${crop}: their mirrored edge is not that wide`,
      hint: `Shift them by at most ${mostShift} (${flagOf('crop')} ${mostShift}), or by 0 to leave them where they are.`
    }
  }
  const side = Math.max(height, width)
  if (cutout > side) {
    return {
      field: 'cutout',
      message: `A square of ${cutout} × ${cutout} pixels is larger than an image of ${height} × ${width}: most images would be blank`,
      hint: `Give at most ${side} (${flagOf('cutout')} ${side}); a quarter to a half of the side is usual.`
    }
  }
  if (dataset === undefined) return undefined
  const { name } = dataset
  const { images } = dataset.splits.train
  const held = Math.round(images * validationSplit)
  const there = `${name} has ${countedNoun(images, 'training image')}`
  if (validationSplit > 0 && held === 0) {
    const least = shortShare(1 / images)
    return {
      field: 'validationSplit',
      message: `${there}, and this validation split holds back none of them`,
      hint: `Give at least ${least} (${flagOf('validationSplit')} ${least}), or 0 to hold back none.`
    }
  }
  if (held >= images) {
    const most = shortShare((images - 1) / images)
    return {
      field: 'validationSplit',
      message: `${there}, and this validation split leaves none to train on`,
      hint: `Give at most ${most} (${flagOf('validationSplit')} ${most}).`
    }
  }
  const most = images - held
  if (trainImages <= most) return undefined
  const left = held === 0 ? '' : `, of which ${formatCount(held)} ${held === 1 ? 'is' : 'are'} held back`
  const fewer = held === 0 ? '' : `, or hold back fewer (${flagOf('validationSplit')})`
  return {
    field: 'trainImages',
    message: `${there}${left}, so a run cannot train on ${formatCount(trainImages)}`,
    hint: `Train on at most ${formatCount(most)} (${flagOf('trainImages')} ${most}), or on all of them (0)${fewer}.`
  }
}

/** With two digits that count: whole images come of it all the same. */
const shortShare = (share: number): string => String(Number(share.toPrecision(2)))

/** @throws LabError 'invalid-input' for what `settingProblem` finds */
export function checkSettings(...given: Parameters<typeof settingProblem>): void {
  const problem = settingProblem(...given)
  if (problem === undefined) return
  throw new LabError('invalid-input', `${problem.message}.`, problem.hint)
}
