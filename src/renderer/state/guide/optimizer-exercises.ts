import type { Moment, Racer } from '../race/race'
import { right, type Exercise, todo, wrong } from './exercise'

const sameWay = (a: readonly Moment[], b: readonly Moment[]): boolean =>
  a.length === b.length && a.every(({ x, y }, i) => x === b[i]?.x && y === b[i].y)

/** Who takes the very same steps as SGD, joined by `+`. */
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
    title: 'Without a memory',
    question: 'Set the race’s momentum to 0 and run it. Which optimizers take exactly the same path as SGD?',
    learned: 'Momentum and Nesterov are SGD with a memory: without it nothing of them is left.',
    at: 'race',
    answer: 'choice',
    choices: [
      { value: 'nobody', text: 'nobody' },
      { value: 'momentum', text: 'Momentum alone' },
      { value: 'momentum+nesterov', text: 'Momentum and Nesterov' },
      { value: 'momentum+nesterov+adagrad+rmsprop+adam', text: 'all of them' }
    ],
    check({ race }, answer) {
      if (race.settings.momentum !== 0) {
        return todo(`The race’s momentum is ${race.settings.momentum}. Move its slider to 0 first.`)
      }
      if (answer === (companions(race.racers) || 'nobody')) {
        return right(
          'With 0 kept of the last step, v is the slope itself, and looking ahead sees nothing new.'
        )
      }
      return answer === 'momentum+nesterov+adagrad+rmsprop+adam'
        ? wrong('Adagrad, RMSprop and Adam divide by how steep it was; momentum does not come into that.')
        : wrong('Compare x and y in the table at some step: more than one row is the same as SGD’s.')
    }
  },
  {
    id: 'too-fast',
    room: 'optimizer',
    title: 'Too fast',
    question: 'On the ravine, raise SGD’s rate until plain SGD climbs instead of coming down.',
    learned: 'There is a rate from which on each step overshoots by more than it gains. The loss then grows.',
    at: 'race',
    answer: 'none',
    check({ race }) {
      if (race.surface !== 'ravine') return todo('Choose the ravine first.')
      const { slopeRate } = race.settings
      const moments = race.racers.find(({ id }) => id === 'sgd')?.moments ?? []
      const [start, end] = [moments[0]?.height ?? 0, moments.at(-1)?.height ?? 0]
      if (end <= start) {
        return wrong(
          `At ${slopeRate} SGD still comes down, from ${start.toFixed(1)} to ${end.toFixed(3)}. Faster.`
        )
      }
      const times = Math.abs(1 - 2 * slopeRate)
      return right(
        `The slope across is 2y, so a step leads from y to (1 − 2 · ${slopeRate}) · y: ${times.toFixed(2)} times as far out, on the other side.`
      )
    }
  }
]
