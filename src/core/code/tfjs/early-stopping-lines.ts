import type { RunConfig } from '../../settings/run-config'
import { type CodeLine, codeLine as line } from '../code-line'
import { earlyStoppingLinesText } from './early-stopping-lines.text'

/** Before the training loop. */
export function startStoppingLines({ patience }: RunConfig): readonly CodeLine[] {
  return patience === 0
    ? []
    : [
        line(
          'patience',
          earlyStoppingLinesText(patience).best
        )`let best = { loss: Infinity, epoch: -1, weights: [] }`
      ]
}

/** Before a validation. */
export function startLossLines({ patience }: RunConfig): readonly CodeLine[] {
  return patience === 0
    ? []
    : [line('patience', earlyStoppingLinesText(patience).heldLoss)`  let heldLoss = 0`]
}

/** For each batch of a validation. */
export function addLossLines({ patience }: RunConfig): readonly CodeLine[] {
  if (patience === 0) return []
  const say = earlyStoppingLinesText(patience)
  return [
    line('patience', say.add)`    heldLoss += tf.tidy(() => {`,
    line('patience', say.scores)`      const scores = model.predict(x)`,
    line('patience', say.mean)`      const mean = tf.losses.softmaxCrossEntropy(y, scores)`,
    line('patience', say.sum)`      return mean.mul(x.shape[0]).dataSync()[0]`,
    line('patience', say.addEnd)`    })`
  ]
}

/** After a validation. */
export function stopLines({ patience, ema }: RunConfig): readonly CodeLine[] {
  if (patience === 0) return []
  const say = earlyStoppingLinesText(patience)
  return [
    line('patience', say.isBest)`  if (heldLoss < best.loss) {`,
    line('patience', say.dispose)`    tf.dispose(best.weights)`,
    ...(ema === 0 ? [] : [line('patience', say.disposeAverage)`    tf.dispose(best.average ?? [])`]),
    line('patience', say.copies)`    const copies = (all) => all.map((one) => one.clone())`,
    line('patience', say.weights)`    const weights = copies(model.getWeights())`,
    line('patience', say.newBest)`    best = { loss: heldLoss, epoch, weights }`,
    ...(ema === 0 ? [] : [line('patience', say.average)`    best.average = copies(average)`]),
    line('patience', say.isOver)`  } else if (epoch - best.epoch >= ${patience}) {`,
    line('patience', say.stop)`    break`,
    line('patience', say.stopEnd)`  }`
  ]
}

/** After the training loop. */
export function restoreLines({ patience, ema }: RunConfig): readonly CodeLine[] {
  if (patience === 0) return []
  const say = earlyStoppingLinesText(patience)
  return [
    line('patience', say.restore)`model.setWeights(best.weights)`,
    ...(ema === 0 ? [] : [line('patience', say.restoreAverage)`average = best.average`])
  ]
}
