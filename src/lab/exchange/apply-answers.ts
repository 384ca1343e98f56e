import { classPlaces } from '../../core/data/match-classes'
import { hasColours } from '../../core/data/channel-order'
import type { DatasetInfo } from '../../core/data/dataset-info'
import { LabError } from '../../core/base/lab-error'
import { moveScores } from '../../core/exchange/move-scores'
import { takeRgb } from '../../core/exchange/take-rgb'
import { requirePixels } from '../../core/model/require-pixels'
import type { Checkpoint } from '../../core/training/checkpoint'
import type { NetworkAnswers } from '../../core/exchange/network-answers'

/**
 * What was read from files, with what somebody said of it besides; what nobody said of its classes, the data set says. Its
 * pixels are left as they are: an answer to them is an event of the run.
 * @throws LabError 'invalid-input' where the answers do not fit the network, 'unsupported' as `takeRgb`
 */
export function applyAnswers(
  checkpoint: Checkpoint,
  { pixels, channels, classes }: NetworkAnswers,
  info: Pick<DatasetInfo, 'classes'>
): Checkpoint {
  const { assumesClasses, leftOut: _, ...told } = checkpoint
  if (pixels !== undefined) requirePixels(told.config.model, pixels)
  if (classes !== undefined && assumesClasses !== true && classes.join('\n') !== told.classes.join('\n')) {
    throw new LabError(
      'invalid-input',
      `The file names the classes of its network itself: ${told.classes.slice(0, 5).join(', ')}${told.classes.length > 5 ? ', …' : ''}.`,
      'Load it without names of your own.'
    )
  }
  if (classes !== undefined && classes.length !== told.classes.length) {
    throw new LabError(
      'invalid-input',
      `There are ${classes.length} names for the ${told.classes.length} classes of the network.`,
      'Give one name for each class, in the order of the network’s scores.'
    )
  }
  const ofDataset = info.classes.length === told.classes.length ? info.classes : told.classes
  const named = assumesClasses === true ? { ...told, classes: classes ?? ofDataset } : told
  // Names in the network's own file say the order of its scores as well.
  const ordered = told.dataset === undefined ? inOrderOf(named, info) : named
  return channels === 'bgr' ? turned(ordered) : ordered
}

/** Whether the names are the data set's in another order: then the scores take the data set's, and can be tested on it. */
export function movesScores(
  classes: readonly string[] | undefined,
  info: Pick<DatasetInfo, 'classes'>
): classes is readonly string[] {
  const places = classes === undefined ? undefined : classPlaces(classes, info.classes)
  return places?.some((place, i) => place !== i) === true
}

/** With the data set's names of its classes and in their order, where it knows the same classes. */
function inOrderOf(checkpoint: Checkpoint, info: Pick<DatasetInfo, 'classes'>): Checkpoint {
  const { config, state } = checkpoint
  const places = classPlaces(checkpoint.classes, info.classes)
  if (places === undefined) return checkpoint
  const moves = movesScores(checkpoint.classes, info)
  const weights = moves ? moveScores(config.model, state.weights, Int32Array.from(places)) : state.weights
  return { ...checkpoint, classes: info.classes, state: { ...state, weights } }
}

function turned(checkpoint: Checkpoint): Checkpoint {
  const { config, state, dataset } = checkpoint
  if (!hasColours(config.model.inputShape) || dataset !== undefined) {
    throw new LabError(
      'invalid-input',
      dataset === undefined
        ? `The network takes images with ${config.model.inputShape[2]} ${config.model.inputShape[2] === 1 ? 'channel' : 'channels'}, which are not red, green and blue.`
        : 'The network was trained here, so it takes the colours in the order red, green, blue.',
      'Load it without an order of colours.'
    )
  }
  const { model, weights } = takeRgb({ model: config.model, weights: state.weights })
  return { ...checkpoint, config: { ...config, model }, state: { ...state, weights } }
}
