import { lessonConfig, type RunConfig } from '../../../core/settings/run-config'
import { computeTheSame } from '../../../core/settings/compute-the-same'
import { formatCount } from '../../../core/format/format-number'
import { type FinishedRun, right, type Exercise, todo, wrong } from './exercise'
import { trainingSize } from '../../../core/training/training-size'

const doubled = lessonConfig.batchSize * 2

export const trainExercises: readonly Exercise[] = [
  {
    id: 'train-to-the-end',
    room: 'train',
    title: 'Train a run to its end',
    question: 'Press Train and let the run finish all its epochs. Watch the running loss fall.',
    learned:
      'Training repeats one step: clear the gradients, forward pass, loss, backward pass, optimizer step. The running loss shows the progress.',
    at: 'epochs',
    answer: 'fact',
    action: 'train',
    holds: ({ runs }) => runs.some(({ status }) => status.kind === 'finished')
  },
  {
    id: 'log-lines',
    room: 'train',
    title: 'Number of log lines',
    question: `Double the lesson’s batch size to ${doubled}. How many lines will the log of the whole run have, not counting “Finished Training”?`,
    learned:
      'Larger batches mean fewer steps per epoch, so the log has fewer lines. Steps after the last full interval of an epoch are not printed.',
    at: 'batchSize',
    answer: 'number',
    unit: 'lines',
    check({ config, dataset, runs }, answer) {
      const { batchSize, epochs, logEvery } = config
      if (batchSize !== doubled) {
        return todo(`The batch size is ${formatCount(batchSize)}. Set it to ${doubled} first.`)
      }
      const { stepsPerEpoch } = trainingSize(config, dataset.splits.train.images)
      const anEpoch = Math.floor(stepsPerEpoch / logEvery)
      const lines = anEpoch * epochs
      if (answer === lines) {
        const run = runs.find((one) => computeTheSame(one.config, config))
        const seen = run === undefined ? '' : ` Run #${run.number} printed ${run.losses.length}.`
        return right(
          `${formatCount(stepsPerEpoch)} batches per epoch, one line every ${formatCount(logEvery)}: ${anEpoch} lines per epoch, ${lines} in all.${seen}`
        )
      }
      if (answer === anEpoch) return wrong('That is the number for one epoch. How many epochs are there?')
      if (answer === Math.floor((stepsPerEpoch * epochs) / logEvery)) {
        return wrong(
          'Each epoch counts its batches from 1, and an incomplete interval at its end is not printed.'
        )
      }
      const before = trainingSize(
        { ...config, batchSize: lessonConfig.batchSize },
        dataset.splits.train.images
      )
      if (answer >= Math.floor(before.stepsPerEpoch / logEvery) * epochs && answer > lines) {
        return wrong('With twice as many images in a batch, are there more batches or fewer?')
      }
      return wrong(
        `How many batches of ${batchSize} are there in an epoch? Divide by ${formatCount(logEvery)} and round down.`
      )
    },
    needsRuns: true
  },
  {
    id: 'momentum-off',
    room: 'train',
    title: 'Training without momentum',
    question:
      'Train once with momentum and once with momentum 0, and keep all other settings the same. Which run ends with the higher running loss?',
    learned:
      'Momentum adds up gradients that keep the same direction, so training usually gets further in the same number of steps.',
    at: 'momentum',
    needsRuns: true,
    answer: 'choice',
    choices: [
      { value: 'without', text: 'the run without momentum' },
      { value: 'with', text: 'the run with momentum' }
    ],
    check({ runs }, answer) {
      const pair = momentumPair(runs)
      if (pair === undefined) {
        const alone = runs.find(({ config, losses }) => momentumOf(config) !== undefined && losses.length > 0)
        if (alone === undefined) {
          return todo('There is no finished SGD run with a log yet. Train one to its end.')
        }
        return todo(
          momentumOf(alone.config) === 0
            ? `Run #${alone.number} had momentum 0. Train another run with momentum ${lessonConfig.optimizer.momentum}.`
            : `Run #${alone.number} had momentum ${momentumOf(alone.config)}. Train another run with momentum 0.`
        )
      }
      const { without, given } = pair
      const [slow, fast] = [without.losses.at(-1) ?? 0, given.losses.at(-1) ?? 0]
      const higher = slow > fast ? 'without' : 'with'
      const figures = `Run #${without.number} without momentum ended at ${slow.toFixed(3)}, run #${given.number} with momentum ${momentumOf(given.config)} at ${fast.toFixed(3)}.`
      if (answer !== higher) return wrong(`${figures} Which is higher?`)
      return right(
        higher === 'without'
          ? figures
          : `${figures} That is unusual: at this learning rate the steps with momentum may be too large.`
      )
    }
  }
]

/** The newest run without momentum that has a twin with it. Runs whose learning rate was changed on the way are not among them. */
function momentumPair(
  runs: readonly FinishedRun[]
): { readonly without: FinishedRun; readonly given: FinishedRun } | undefined {
  const logged = runs.filter(({ losses }) => losses.length > 0)
  for (const without of logged) {
    if (momentumOf(without.config) !== 0) continue
    const given = logged.find(({ config }) => {
      const { optimizer } = config
      if (!('momentum' in optimizer) || optimizer.momentum === 0) return false
      return computeTheSame({ ...config, optimizer: { ...optimizer, momentum: 0 } }, without.config)
    })
    if (given !== undefined) return { without, given }
  }
  return undefined
}

const momentumOf = ({ optimizer }: RunConfig): number | undefined =>
  'momentum' in optimizer ? optimizer.momentum : undefined
