import type { Moment, Racer } from '../race/race'
import { right, type Exercise, todo, wrong } from './exercise'

const sameWay = (a: readonly Moment[], b: readonly Moment[]): boolean =>
  a.length === b.length && a.every(({ x, y }, i) => x === b[i]?.x && y === b[i].y)

/** The racers that take exactly the same steps as SGD, joined by `+`. */
function companions(racers: readonly Racer[]): string {
  const sgd = racers.find(({ id }) => id === 'sgd')
  return racers
    .filter(({ id, moments }) => id !== 'sgd' && sgd !== undefined && sameWay(moments, sgd.moments))
    .map(({ id }) => id)
    .join('+')
}

export const optimizerExercises: readonly Exercise[] = [
  {
    id: 'without-momentum',
    room: 'optimizer',
    title: 'SGD with momentum 0',
    question:
      'Set the momentum of the race to 0 and start it. Which optimizers take exactly the same path as SGD?',
    learned:
      'Momentum and Nesterov keep part of the previous step. With momentum 0 they keep nothing, and both are plain SGD.',
    at: 'race',
    answer: 'choice',
    choices: [
      { value: 'nobody', text: 'none of them' },
      { value: 'momentum', text: 'only Momentum' },
      { value: 'momentum+nesterov', text: 'Momentum and Nesterov' },
      { value: 'momentum+nesterov+adagrad+rmsprop+adam', text: 'all of them' }
    ],
    check({ race }, answer) {
      if (race.settings.momentum !== 0) {
        return todo(`The momentum of the race is ${race.settings.momentum}. Set it to 0 first.`)
      }
      if (answer === (companions(race.racers) || 'nobody')) {
        return right(
          'With momentum 0 nothing of the previous step is kept: v is just the slope, for Momentum and for Nesterov.'
        )
      }
      return answer === 'momentum+nesterov+adagrad+rmsprop+adam'
        ? wrong(
            'Adagrad, RMSprop and Adam divide each step by the size of past slopes. The momentum slider does not change that.'
          )
        : wrong('Compare x and y in the table at any step: more than one row matches SGD.')
    }
  },
  {
    id: 'too-fast',
    room: 'optimizer',
    title: 'A learning rate that is too high',
    question: 'On the ravine, raise the SGD rate until plain SGD moves up instead of down.',
    learned:
      'Above a certain learning rate each step jumps over the minimum and lands higher than before, so the loss grows.',
    at: 'race',
    answer: 'none',
    check({ race }) {
      if (race.surface !== 'ravine') return todo('Choose the surface “Ravine” first.')
      const { slopeRate } = race.settings
      const moments = race.racers.find(({ id }) => id === 'sgd')?.moments ?? []
      const [start, end] = [moments[0]?.height ?? 0, moments.at(-1)?.height ?? 0]
      if (end <= start) {
        return wrong(
          `At a rate of ${slopeRate}, SGD still moves down: from ${start.toFixed(1)} to ${end.toFixed(3)}. Raise the rate further.`
        )
      }
      const times = Math.abs(1 - 2 * slopeRate)
      return right(
        `Across the ravine the slope is 2y, so a step takes y to (1 − 2 · ${slopeRate}) · y. That is on the other side, and ${times.toFixed(2)} times as far from the bottom.`
      )
    }
  }
]
