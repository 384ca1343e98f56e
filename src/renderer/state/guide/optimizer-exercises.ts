import { required } from '../../../core/base/required'
import type { Moment, Racer } from '../race/race'
import { right, type Exercise, todo, wrong } from './exercise'
import { optimizerExerciseTexts } from './optimizer-exercises.text'

const { withoutMomentum, tooFast } = optimizerExerciseTexts

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

/** Answers, as `companions` gives them. */
const both = 'momentum+nesterov'
const all = 'momentum+nesterov+adagrad+rmsprop+adam'

export const optimizerExercises: readonly Exercise[] = [
  {
    id: 'without-momentum',
    room: 'optimizer',
    ...withoutMomentum.words,
    at: 'race',
    answer: 'choice',
    choices: [
      { value: 'nobody', text: withoutMomentum.choices.nobody },
      { value: 'momentum', text: withoutMomentum.choices.momentum },
      { value: both, text: withoutMomentum.choices.both },
      { value: all, text: withoutMomentum.choices.all }
    ],
    check({ race }, answer) {
      const { momentum } = race.settings
      if (momentum !== 0) return todo(withoutMomentum.otherMomentum(momentum))
      if (answer === (companions(race.racers) || 'nobody')) return right(withoutMomentum.found)
      return wrong(answer === all ? withoutMomentum.notAll : withoutMomentum.hint)
    }
  },
  {
    id: 'too-fast',
    room: 'optimizer',
    ...tooFast.words,
    at: 'race',
    answer: 'none',
    check({ race }) {
      if (race.surface !== 'ravine') return todo(tooFast.otherSurface)
      const { slopeRate } = race.settings
      const sgd = required(
        race.racers.find(({ id }) => id === 'sgd'),
        'SGD among the racers'
      )
      const start = required(sgd.moments[0], 'the start of the race').height
      const end = required(sgd.moments.at(-1), 'the end of the race').height
      return end <= start
        ? wrong(tooFast.movesDown(slopeRate, start, end))
        : right(tooFast.movesUp(slopeRate, Math.abs(1 - 2 * slopeRate)))
    }
  }
]
