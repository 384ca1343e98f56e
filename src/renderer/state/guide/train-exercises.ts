import { lessonConfig, type RunConfig } from '../../../core/settings/run-config'
import { computeTheSame } from '../../../core/settings/compute-the-same'
import { type FinishedRun, right, type Exercise, todo, wrong } from './exercise'
import { exerciseTexts } from './exercise.text'
import { trainExerciseTexts } from './train-exercises.text'
import { trainingSize } from '../../../core/training/training-size'

const doubled = lessonConfig.batchSize * 2

const { trainToTheEnd, momentumOff } = trainExerciseTexts
const logLines = trainExerciseTexts.logLines(doubled)

export const trainExercises: readonly Exercise[] = [
  {
    id: 'train-to-the-end',
    room: 'train',
    ...trainToTheEnd.words,
    at: 'epochs',
    answer: 'fact',
    action: 'train',
    holds: ({ runs }) => runs.some(({ status }) => status.kind === 'finished')
  },
  {
    id: 'log-lines',
    room: 'train',
    ...logLines.words,
    at: 'batchSize',
    needsRuns: true,
    answer: 'number',
    check({ config, dataset, runs }, answer) {
      const { batchSize, epochs, logEvery } = config
      if (batchSize !== doubled) return todo(exerciseTexts.otherBatchSize(batchSize, doubled))
      const stepsOf = (one: RunConfig): number => trainingSize(one, dataset.splits.train.images).stepsPerEpoch
      const stepsPerEpoch = stepsOf(config)
      const inAnEpoch = Math.floor(stepsPerEpoch / logEvery)
      const inAll = inAnEpoch * epochs
      if (answer === inAll) {
        const found = logLines.found({ stepsPerEpoch, logEvery, inAnEpoch, inAll })
        const run = runs.find((one) => computeTheSame(one.config, config))
        return right(run === undefined ? found : logLines.seen(found, run.number, run.losses.length))
      }
      if (answer === inAnEpoch) return wrong(logLines.oneEpoch)
      if (answer === Math.floor((stepsPerEpoch * epochs) / logEvery)) return wrong(logLines.acrossEpochs)
      const before = Math.floor(stepsOf({ ...config, batchSize: lessonConfig.batchSize }) / logEvery) * epochs
      return wrong(answer >= before && answer > inAll ? logLines.tooMany : logLines.hint(logEvery))
    }
  },
  {
    id: 'momentum-off',
    room: 'train',
    ...momentumOff.words,
    at: 'momentum',
    needsRuns: true,
    answer: 'choice',
    choices: [
      { value: 'without', text: momentumOff.choices.without },
      { value: 'with', text: momentumOff.choices.with }
    ],
    check({ runs }, answer) {
      const logged = sgdRuns(runs)
      const [newest] = logged
      if (newest === undefined) return todo(momentumOff.noRun)
      const pair = momentumPair(logged)
      if (pair === undefined) {
        const { number, momentum } = newest
        const wanted = momentum === 0 ? lessonConfig.optimizer.momentum : 0
        return todo(momentumOff.noPair(number, momentum, wanted))
      }
      const { without, given } = pair
      const higher = without.loss > given.loss ? 'without' : 'with'
      const figures = momentumOff.figures(without, given)
      if (answer !== higher) return wrong(momentumOff.hint(figures))
      return right(higher === 'without' ? figures : momentumOff.unusual(figures))
    }
  }
]

interface SgdRun {
  readonly number: number
  readonly momentum: number
  /** The last of its log. */
  readonly loss: number
  readonly config: RunConfig
  /** Its settings with momentum 0. */
  readonly plain: RunConfig
}

/** Those with a log. Runs whose learning rate was changed on the way are not among them. */
function sgdRuns(runs: readonly FinishedRun[]): readonly SgdRun[] {
  return runs.flatMap(({ number, config, losses }) => {
    const { optimizer } = config
    const loss = losses.at(-1)
    if (!('momentum' in optimizer) || loss === undefined) return []
    const { momentum } = optimizer
    return [
      { number, momentum, loss, config, plain: { ...config, optimizer: { ...optimizer, momentum: 0 } } }
    ]
  })
}

/** The newest run without momentum that has a twin with it. */
function momentumPair(
  runs: readonly SgdRun[]
): { readonly without: SgdRun; readonly given: SgdRun } | undefined {
  for (const without of runs) {
    if (without.momentum !== 0) continue
    const given = runs.find(({ momentum, plain }) => momentum !== 0 && computeTheSame(plain, without.config))
    if (given !== undefined) return { without, given }
  }
  return undefined
}
