import { extent } from '../../../core/maths/extent'
import { formatPercent } from '../../../core/format/format-number'
import { lessonConfig, type RunConfig } from '../../../core/settings/run-config'
import type { Validation } from '../../../core/run/run-state'
import type { Series } from '../../../core/maths/series'
import type { GapCurves } from '../../charts/timeline/gap-picture'

/** A validation that was measured on training images too. */
export interface Gap extends Validation {
  readonly trainLoss: number
  readonly trainAccuracy: number
}

export function measuredGaps(validations: Series<Validation>): Gap[] {
  return validations.slice(0).flatMap((validation) => {
    const { trainLoss, trainAccuracy } = validation
    return trainLoss === undefined || trainAccuracy === undefined
      ? []
      : [{ ...validation, trainLoss, trainAccuracy }]
  })
}

/**
 * So few images that the network can memorise each of them, and steps enough to do so: the lesson's batch size
 * and optimizer, whatever was chosen. Network, seed and device stay.
 * @param images that the training set has
 */
export function overfittingConfig(config: RunConfig, images: number): RunConfig {
  const { batchSize, optimizer } = lessonConfig
  const validationSplit = 0.04
  return {
    ...config,
    batchSize,
    optimizer,
    trainImages: Math.min(500, images - Math.round(images * validationSplit)),
    validationSplit,
    epochs: 60,
    logEvery: 100
  }
}

/**
 * The two curves of the loss, and those of the accuracy in percent.
 * @param epochs of the run
 */
export function gapCurves(
  gaps: readonly Gap[],
  epochs: number,
  classes: number
): { readonly loss: GapCurves; readonly accuracy: GapCurves } {
  const places = { epochs: gaps.map(({ epoch }) => epoch), lastEpoch: Math.max(2, epochs) }
  return {
    loss: {
      ...places,
      training: gaps.map(({ trainLoss }) => trainLoss),
      validation: gaps.map(({ loss }) => loss),
      // That of guessing, and a little more.
      max: extent(
        [Math.log(classes) + 0.1],
        gaps.map(({ loss }) => loss)
      ).max,
      digits: { gap: 2, axis: 1 },
      unit: ''
    },
    accuracy: {
      ...places,
      training: gaps.map(({ trainAccuracy }) => trainAccuracy * 100),
      validation: gaps.map(({ accuracy }) => accuracy * 100),
      max: 100,
      digits: { gap: 0, axis: 0 },
      unit: ' points'
    }
  }
}

/** Rise of the validation loss above its best that is too large to be chance, as a share. */
const noticeable = 0.03

/** Why the loss rises although as many predictions are right; nothing where the accuracy falls too. */
function lossAgainstAccuracy(best: Gap, last: Gap): string {
  if (last.accuracy < best.accuracy) return ''
  const [before, after] = [best, last].map(({ accuracy }) => formatPercent(accuracy, 0))
  const change = before === after ? `is still ${after}` : `still rose from ${before} to ${after}`
  return ` The validation accuracy ${change}. That is no contradiction: accuracy only counts right predictions, but the loss also grows when the network becomes more certain of wrong ones.`
}

/** What the two curves say, in a few sentences. */
export function overfittingVerdict(gaps: readonly Gap[]): string {
  const last = gaps.at(-1)
  if (last === undefined) return ''
  const best = gaps.reduce((a, b) => (b.loss < a.loss ? b : a))
  if (best.step !== last.step && last.loss > best.loss * (1 + noticeable)) {
    const rise = `The validation loss was lowest after epoch ${best.epoch} and has risen from ${best.loss.toFixed(2)} to ${last.loss.toFixed(2)}`
    return last.trainLoss < best.trainLoss
      ? `${rise}, while the training loss fell: the network is memorising the training images. By the validation loss, the network was best after epoch ${best.epoch}.${lossAgainstAccuracy(best, last)}`
      : `${rise}, but the training loss did not fall either. That is not over-fitting: the learning rate may be too high.`
  }
  const gap = (last.trainAccuracy - last.accuracy) * 100
  return gap > 5
    ? `The accuracy is ${gap.toFixed(0)} points higher on images that the network trains on. The validation loss is not clearly rising yet.`
    : 'The two curves stay close: what the network learns also works for images that it does not train on.'
}
