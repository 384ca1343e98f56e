import type { RunConfig } from '../../settings/run-config'
import { averageEvery } from '../../training/weight-average'
import { blankLine, type CodeLine, codeLine as line, name } from '../code-line'
import { averageLinesText } from './average-lines.text'

const every = name(String(averageEvery))

/** Before the training loop. */
export function makeAverageLines(config: RunConfig): readonly CodeLine[] {
  if (config.ema === 0) return []
  const say = averageLinesText(config)
  return [
    line('ema', say.average)`let average = model.getWeights()`,
    line('ema', say.copies)`average = average.map((weight) => weight.clone())`
  ]
}

/** After a step. */
export function moveAverageLines(config: RunConfig): readonly CodeLine[] {
  if (config.ema === 0) return []
  const say = averageLinesText(config)
  return [
    line('ema', say.whenToMove)`    if (step % ${every} === 0) {`,
    line('ema', say.kept)`      const kept = step === ${every} ? 0 : ${config.ema}`,
    line('ema', say.tidy)`      const moved = tf.tidy(() =>`,
    line('ema', say.each)`        model.getWeights().map((weight, i) => {`,
    line('ema', say.old)`          const old = average[i].mul(kept)`,
    line('ema', say.added)`          const added = weight.mul(1 - kept)`,
    line('ema', say.sum)`          return old.add(added)`,
    line('ema', say.eachEnd)`        }))`,
    line('ema', say.dispose)`      tf.dispose(average)`,
    line('ema', say.move)`      average = moved`,
    line('ema', say.whenEnd)`    }`
  ]
}

/** At the end: the average on the test images. */
export function testAverageLines(config: RunConfig): readonly CodeLine[] {
  if (config.ema === 0) return []
  const say = averageLinesText(config)
  return [
    blankLine,
    line('ema', say.set)`net.setWeights(average)`,
    line('ema', say.counter)`let right = 0`,
    line('ema', say.batches)`for (const { x, y } of batches(testBytes, testRows)) {`,
    line('ema', say.testTidy)`  right += tf.tidy(() => {`,
    line('ema', say.predicted)`    const predicted = net.predict(x).argMax(1)`,
    line('ema', say.matches)`    const matches = predicted.equal(y.argMax(1))`,
    line('ema', say.matchSum)`    return matches.sum().dataSync()[0]`,
    line('ema', say.testTidyEnd)`  })`,
    line('ema', say.testDispose)`  tf.dispose([x, y])`,
    line('ema', say.batchesEnd)`}`,
    line('ema', say.share)`const averaged = percent(right, total)`,
    line('ema', say.print)`console.log('Accuracy of the average:', averaged)`
  ]
}
