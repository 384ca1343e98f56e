import { formatCount } from '../../../core/format/format-number'

interface LogLines {
  readonly stepsPerEpoch: number
  readonly logEvery: number
  readonly inAnEpoch: number
  readonly inAll: number
}

interface RunEnd {
  readonly number: number
  readonly momentum: number
  /** The last running loss of its log. */
  readonly loss: number
}

/** What the exercises on training ask and answer. */
export const trainExerciseTexts = {
  trainToTheEnd: {
    words: {
      title: 'Train a run to its end',
      question:
        'Press Train, with the lesson’s settings, and let the run finish all its epochs. Watch the running loss fall.',
      learned:
        'Training repeats one step: clear the gradients, forward pass, loss, backward pass, optimizer step. The running loss shows the progress.'
    }
  },

  logLines: (batchSize: number) => ({
    words: {
      title: 'Number of log lines',
      question: `Double the lesson’s batch size to ${batchSize}. How many lines will the log of the whole run have, not counting “Finished Training”?`,
      learned:
        'Larger batches mean fewer steps per epoch, so the log has fewer lines. The last batches of an epoch are left out if they do not fill a line.',
      unit: 'lines'
    },
    found: ({ stepsPerEpoch, logEvery, inAnEpoch, inAll }: LogLines) =>
      `${formatCount(stepsPerEpoch)} batches per epoch, one line every ${formatCount(logEvery)}: ${inAnEpoch} lines per epoch, ${inAll} in all.`,
    seen: (found: string, run: number, lines: number) => `${found} Run #${run} printed ${lines}.`,
    oneEpoch: 'That is the number for one epoch. How many epochs are there?',
    acrossEpochs:
      'Each epoch counts its batches from 1, and its last batches are left out if they do not fill a line.',
    tooMany: 'With twice as many images in a batch, are there more batches or fewer?',
    hint: (logEvery: number) =>
      `How many batches of ${batchSize} are there in an epoch? Divide by ${formatCount(logEvery)} and round down.`
  }),

  momentumOff: {
    words: {
      title: 'Training without momentum',
      question:
        'Train once with momentum and once with momentum 0, and keep all other settings the same. Which run ends with the higher running loss?',
      learned:
        'Momentum adds up gradients that keep the same direction, so training usually gets further in the same number of steps.'
    },
    choices: { without: 'the run without momentum', with: 'the run with momentum' },
    noRun: 'There is no finished SGD run with a log yet. Train one to its end.',
    noPair: (run: number, momentum: number, wanted: number) =>
      `Run #${run} had momentum ${momentum}. Train another run with momentum ${wanted}.`,
    figures: (without: RunEnd, given: RunEnd) =>
      `Run #${without.number} without momentum ended at ${without.loss.toFixed(3)}, run #${given.number} with momentum ${given.momentum} at ${given.loss.toFixed(3)}.`,
    hint: (figures: string) => `${figures} Which is higher?`,
    unusual: (figures: string) =>
      `${figures} That is unusual: at this learning rate the steps with momentum may be too large.`
  }
}
