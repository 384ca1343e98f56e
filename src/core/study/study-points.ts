import { LabError } from '../base/lab-error'
import { Random } from '../maths/random'
import type { SettingValue } from '../settings/setting-form'
import { fields } from '../settings/settings'
import {
  mostTrials,
  type RangeAxis,
  type StudyAxis,
  type StudyPoint,
  type StudySearch,
  type ValuesAxis
} from './study-plan'

/** How often a combination that is there already is drawn again. */
const mostDraws = 100

/**
 * The values that a search tries, in a fixed order: the same search gives the same.
 * @throws LabError 'invalid-input' for axes that cannot be searched
 */
export function studyPoints(search: StudySearch): readonly StudyPoint[] {
  if (search.kind === 'none') return [{}]
  const names = search.axes.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined)
    throw refused(`The ${fields[twice].noun} is varied twice`, 'Give all of its values at once.')
  for (const axis of search.axes) checkAxis(axis)
  return search.kind === 'grid' ? grid(search.axes) : draw(search)
}

function checkAxis(axis: StudyAxis): void {
  const { noun, form } = fields[axis.name]
  if ('values' in axis) {
    if (new Set(axis.values).size < axis.values.length)
      throw refused(`A ${noun} is given twice`, 'Give each value once.')
    return
  }
  if (form.kind === 'choice' || form.kind === 'switch')
    throw refused(`The ${noun} is chosen from a list, so it has no range`, 'List its values.')
  if (axis.from >= axis.to)
    throw refused(
      `The range of the ${noun} goes from ${axis.from} to ${axis.to}`,
      'Give the smaller value first.'
    )
  if (axis.scale === 'log' && axis.from <= 0)
    throw refused(
      `A logarithmic range of the ${noun} cannot start at ${axis.from}`,
      'Start above 0, or draw evenly.'
    )
}

function grid(axes: readonly ValuesAxis[]): readonly StudyPoint[] {
  const count = axes.reduce((product, { values }) => product * values.length, 1)
  if (count > mostTrials)
    throw refused(`The grid has ${count} settings`, `Give fewer values: ${mostTrials} at most.`)
  return axes.reduce<readonly StudyPoint[]>(
    (points, { name, values }) =>
      points.flatMap((point) => values.map((value) => ({ ...point, [name]: value }))),
    [{}]
  )
}

function draw({ axes, count, seed }: Extract<StudySearch, { kind: 'random' }>): readonly StudyPoint[] {
  const random = Random.seeded(seed)
  const found = new Map<string, StudyPoint>()
  for (let draws = 0; found.size < count; draws++) {
    if (draws > count * mostDraws)
      throw refused(
        `${count} different settings were asked for, and there are hardly more than ${found.size}`,
        'Give wider ranges, or fewer settings.'
      )
    const point = Object.fromEntries(axes.map((axis) => [axis.name, drawValue(axis, random)]))
    const key = JSON.stringify(point)
    if (!found.has(key)) found.set(key, point)
  }
  return [...found.values()]
}

function drawValue(axis: StudyAxis, random: Random): SettingValue {
  if ('values' in axis) {
    const value = axis.values[random.nextBelow(axis.values.length)]
    if (value === undefined) throw new Error('an index below the number of values has a value')
    return value
  }
  const drawn = between(axis, random.nextFloat())
  // Three digits tell any two apart that train differently, and can be read.
  return fields[axis.name].form.kind === 'whole' ? Math.round(drawn) : Number(drawn.toPrecision(3))
}

function between({ from, to, scale }: RangeAxis, share: number): number {
  return scale === 'linear' ? from + share * (to - from) : from * (to / from) ** share
}

const refused = (message: string, hint: string): LabError =>
  new LabError('invalid-input', `${message}.`, hint)
