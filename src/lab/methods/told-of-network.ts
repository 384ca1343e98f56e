import { hasColours } from '../../core/data/channel-order'
import type { DatasetInfo } from '../../core/data/dataset-info'
import { formatCount } from '../../core/format/format-number'
import { LabError } from '../../core/base/lab-error'
import { fitsDataset, requireFit } from '../../core/model/fit-model'
import { classCount } from '../../core/model/infer-shapes'
import type { ModelSpec } from '../../core/model/model-spec'
import { pixelsOf } from '../../core/model/pixel-range'
import type { ToldOfNetwork } from '../contract/told-of-network'

/** What there is to know of a network before it is loaded. */
interface Network {
  /** The name of its file. */
  readonly file: string
  readonly model: ModelSpec
  readonly pixelsFrom: ToldOfNetwork['pixelsFrom']
  /** undefined where its file does not name them */
  readonly classes: readonly string[] | undefined
  /** What a labels.txt beside it calls them. */
  readonly labels: readonly string[] | undefined
  /** Kinds of layers of its file that act only in training. */
  readonly leftOut?: readonly string[] | undefined
  /** Whether it was trained here, on a data set that its file names. */
  readonly trainedHere: boolean
}

/**
 * @param info of the data set that it is to be used with
 * @param others that there are
 */
export function toldOfNetwork(
  { file, model, pixelsFrom, classes, labels, leftOut = [], trainedHere }: Network,
  info: DatasetInfo,
  others: readonly DatasetInfo[]
): ToldOfNetwork {
  const [height, width, channels] = model.inputShape
  const isSaid = pixelsFrom === 'file' && classes !== undefined
  return {
    file,
    inputShape: [height, width, channels],
    scores: classCount(model),
    pixels: pixelsOf(model),
    pixelsFrom,
    classes: classes === undefined ? null : [...classes],
    labels: labels === undefined ? null : [...labels],
    leftOut: [...leftOut],
    // A file that says all the rest is Tenfold's own, or of a program that is known to have red first.
    asksChannels: !trainedHere && !isSaid && hasColours(model.inputShape),
    misfit: trainedHere ? null : misfitOf(model, info, others)
  }
}

/**
 * As `requireFit`, and names the data sets that the network can be used with.
 * @throws LabError 'invalid-input'
 */
export function requireFitOf(model: ModelSpec, info: DatasetInfo, others: readonly DatasetInfo[]): void {
  try {
    requireFit(model, info)
  } catch (thrown) {
    const fitting = fittingSets(model, others)
    const [first] = fitting
    if (!(thrown instanceof LabError)) throw thrown
    if (first === undefined) {
      const [height, width, channels] = model.inputShape
      throw new LabError(
        thrown.code,
        thrown.message,
        `Use it with a data set of ${height} × ${width} × ${channels} images in ${formatCount(classCount(model))} classes: choose one in Data, or in a terminal with --data. None of those here is one.`
      )
    }
    const names = fitting.slice(0, 5).map(({ name, id }) => `${name} (${id})`)
    throw new LabError(
      thrown.code,
      thrown.message,
      `It fits ${fitting.length === 1 ? 'this data set' : 'these data sets'}: ${names.join(', ')}${fitting.length > 5 ? ', …' : ''}. Choose ${fitting.length === 1 ? 'it' : 'one of them'} in Data, or in a terminal with --data ${first.id}.`
    )
  }
}

function misfitOf(
  model: ModelSpec,
  info: DatasetInfo,
  others: readonly DatasetInfo[]
): ToldOfNetwork['misfit'] {
  try {
    requireFit(model, info)
    return null
  } catch (thrown) {
    const datasets = fittingSets(model, others).map(({ id, name }) => ({ id, name }))
    return { message: LabError.from(thrown).message, datasets }
  }
}

function fittingSets(model: ModelSpec, others: readonly DatasetInfo[]): readonly DatasetInfo[] {
  return others.filter((one) => fitsDataset(model, one))
}
