import type { DatasetInfo } from '../../data/dataset-info'
import type { RunConfig } from '../../settings/run-config'
import { finishedLine } from '../../training/running-loss'
import { type CodeLine, codeLine as line, name } from '../code-line'
import { clipLines } from './clip-lines'
import { nextRateLines } from './schedule-lines'
import { augments } from './augmentation-lines'
import { augmentationLinesText } from './augmentation-lines.text'
import { makeAverageLines, moveAverageLines } from './average-lines'
import {
  addLossLines,
  restoreLines,
  startLossLines,
  startStoppingLines,
  stopLines
} from './early-stopping-lines'
import { trainLinesText } from './train-lines.text'
import { weightDecayLines } from './weight-decay-lines'

type Words = ReturnType<typeof trainLinesText>

/**
 * The training loop.
 * @param start lines that set weights from training images
 * @param names whether gradients are asked for by name, `learning`
 */
export function trainLines(
  config: RunConfig,
  dataset: DatasetInfo,
  start: readonly CodeLine[],
  names: boolean
): readonly CodeLine[] {
  const say = trainLinesText(config, dataset)
  const { seed, epochs } = config
  return [
    ...toFile(say),
    ...start,
    line('checkpointEvery', say.step)`let step = 0`,
    ...makeAverageLines(config),
    ...startStoppingLines(config),
    line('epochs', say.epochs)`for (let epoch = 0; epoch < ${epochs}; epoch++) {`,
    line('logEvery', say.runningLoss)`  let runningLoss = 0`,
    line('logEvery', say.i)`  let i = 0`,
    line('shuffle', say.shuffle)`  const rows = shuffled(trainRows, ${seed} + epoch + 1)`,
    augments(config)
      ? line(
          'batchSize',
          augmentationLinesText(config, dataset).trainBatches
        )`  for (const { x, y } of batches(trainBytes, rows, epoch)) {`
      : line('batchSize', say.batches)`  for (const { x, y } of batches(trainBytes, rows)) {`,
    line('optimizerStep', say.tidy)`    runningLoss += tf.tidy(() => {`,
    line('backward', say.variableGrads)`      const { value, grads } = tf.variableGrads(() => {`,
    line('forward', say.options)`        const options = { training: true }`,
    line('forward', say.outputs)`        const outputs = model.apply(x, options)`,
    line('loss', say.loss)`        return criterion(y, outputs)`,
    line('backward', names ? say.learningGradsEnd : say.gradsEnd)`      }${name(names ? ', learning' : '')})`,
    ...clipLines(config),
    ...weightDecayLines(config),
    ...nextRateLines(config, dataset),
    line('optimizerStep', say.apply)`      optimizer.applyGradients(grads)`,
    line('loss', say.value)`      return value.dataSync()[0]`,
    line('optimizerStep', say.tidyEnd)`    })`,
    line('batchSize', say.dispose)`    tf.dispose([x, y])`,
    ...log(config, say),
    line('batchSize', say.batchesEnd)`  }`,
    ...(config.validationSplit > 0 ? validation(config, say) : []),
    line('epochs', say.epochsEnd)`}`,
    ...restoreLines(config),
    line('finished', say.finished)`console.log('${finishedLine}')`
  ]
}

const toFile = (say: Words): readonly CodeLine[] => [
  line('checkpoint', say.toFile)`const toFile = (path) =>`,
  line('checkpoint', say.saveHandler)`  tf.io.withSaveHandler(async (saved) => {`,
  line('checkpoint', say.bytes)`    const bytes = Buffer.from(saved.weightData)`,
  line('checkpoint', say.base64)`    const weightData = bytes.toString('base64')`,
  line('checkpoint', say.json)`    const text = JSON.stringify({ ...saved, weightData })`,
  line('checkpoint', say.write)`    writeFileSync(path, text)`,
  line('checkpoint', say.saveHandlerEnd)`  })`
]

const log = (config: RunConfig, say: Words): readonly CodeLine[] => [
  line('logEvery', say.count)`    i++`,
  line('logEvery', say.whenToPrint)`    if (i % ${config.logEvery} === 0) {`,
  line('logEvery', say.at)`      const at = String(i).padStart(5)`,
  line('logEvery', say.mean)`      const mean = (runningLoss / ${config.logEvery}).toFixed(3)`,
  line('logEvery', say.print)`      console.log('[' + (epoch + 1) + ', ' + at + ']',`,
  line('logEvery', say.printLoss)`        'loss: ' + mean)`,
  line('logEvery', say.reset)`      runningLoss = 0`,
  line('logEvery', say.printEnd)`    }`,
  line('checkpointEvery', say.stepCount)`    step++`,
  ...moveAverageLines(config),
  line('checkpointEvery', say.whenToSave)`    if (step % ${config.checkpointEvery} === 0) {`,
  line('checkpointEvery', say.save)`      await model.save(toFile('step.json'))`,
  line('checkpointEvery', say.saveEnd)`    }`
]

/** At the end of each epoch. */
const validation = (config: RunConfig, say: Words): readonly CodeLine[] => [
  line('validationSplit', say.correct)`  let correct = 0`,
  ...startLossLines(config),
  line('validationSplit', say.heldBatches)`  for (const { x, y } of batches(trainBytes, heldRows)) {`,
  line('predicted', say.heldTidy)`    correct += tf.tidy(() => {`,
  line('predicted', say.predicted)`      const predicted = model.predict(x).argMax(1)`,
  line('validationSplit', say.labels)`      const labels = y.argMax(1)`,
  line('validationSplit', say.matches)`      return predicted.equal(labels).sum().dataSync()[0]`,
  line('predicted', say.heldTidyEnd)`    })`,
  ...addLossLines(config),
  line('validationSplit', say.heldDispose)`    tf.dispose([x, y])`,
  line('validationSplit', say.heldBatchesEnd)`  }`,
  line('validationSplit', say.share)`  const share = 100 * correct / heldRows.length`,
  line('validationSplit', say.printShare)`  console.log('validation: ' + share.toFixed(1) + '%')`,
  ...stopLines(config)
]
