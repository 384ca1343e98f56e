/** What the exercises on the optimizer ask and answer. */
export const optimizerExerciseTexts = {
  withoutMomentum: {
    words: {
      title: 'SGD with momentum 0',
      question:
        'Set the momentum of the race to 0 and start it. Which optimizers take exactly the same path as SGD?',
      learned:
        'Momentum and Nesterov keep part of the previous step. With momentum 0 they keep nothing, and both are plain SGD.'
    },
    choices: {
      nobody: 'none of them',
      momentum: 'only Momentum',
      both: 'Momentum and Nesterov',
      all: 'all of them'
    },
    otherMomentum: (momentum: number) => `The momentum of the race is ${momentum}. Set it to 0 first.`,
    found:
      'With momentum 0 nothing of the previous step is kept: v is just the slope, for Momentum and for Nesterov.',
    notAll:
      'Adagrad, RMSprop and Adam divide each step by the size of past slopes. The momentum slider does not change that.',
    hint: 'Compare x and y in the table at any step: more than one row matches SGD.'
  },

  tooFast: {
    words: {
      title: 'A learning rate that is too high',
      question:
        'On the ravine, raise the SGD rate until plain SGD climbs out of the valley: its height in the table grows instead of falling.',
      learned:
        'Above a certain learning rate each step jumps over the minimum and lands higher than before, so the loss grows.'
    },
    otherSurface: 'Choose the surface “Ravine” first.',
    movesDown: (rate: number, start: number, end: number) =>
      `At a rate of ${rate}, SGD still moves down: from ${start.toFixed(3)} to ${end.toFixed(3)}. Raise the rate further.`,
    movesUp: (rate: number, times: number) =>
      `Across the ravine the slope is 2y, so a step takes y to (1 − 2 · ${rate}) · y. That is on the other side, and ${Number(times.toFixed(2))} times as far from the bottom.`
  }
}
