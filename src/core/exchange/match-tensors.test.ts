import { describe, expect, test } from 'vitest'
import { lessonModel } from '../model/lesson-model'
import { isCompleteMatch, matchShare, matchTensors, spareTensors } from './match-tensors'
import { torchParameters } from './torch-parameters'

const lesson = torchParameters(lessonModel)
const heads = lesson.map(({ name, shape }) => ({ name, shape }))
const found = (tensors: typeof heads) =>
  matchTensors(lesson, tensors).map(({ tensor, by }) => [
    tensor === undefined ? undefined : tensors[tensor]?.name,
    by
  ])

describe('tensors become parameters', () => {
  test('by their names, in whatever order they stand', () => {
    const tensors = [...heads].reverse()
    expect(found(tensors)).toEqual(heads.map(({ name }) => [name, 'name']))
    expect(isCompleteMatch(matchTensors(lesson, tensors), tensors)).toBe(true)
  })

  test('by their names behind those of a model around them', () => {
    const tensors = heads.map(({ name, shape }) => ({ name: `backbone.${name}`, shape }))
    expect(found(tensors).every(([, by]) => by === 'name')).toBe(true)
  })

  test('in order, where they are called otherwise: as in nn.Sequential', () => {
    const numbers = ['0', '3', '7', '9', '11']
    const tensors = heads.map(({ name, shape }, i) => ({
      name: `${numbers[i >> 1] ?? ''}.${name.split('.')[1] ?? ''}`,
      shape
    }))
    expect(found(tensors)).toEqual(tensors.map(({ name }) => [name, 'order']))
  })

  test('only where they have the same shape', () => {
    const tensors = heads.map((one) => (one.name === 'fc3.weight' ? { ...one, shape: [100, 84] } : one))
    const matches = matchTensors(lesson, tensors)
    expect(
      matches.filter(({ tensor }) => tensor === undefined).map(({ parameter }) => parameter.name)
    ).toEqual(['fc3.weight'])
    expect(spareTensors(matches, tensors).map(({ name }) => name)).toEqual(['fc3.weight'])
    expect(isCompleteMatch(matches, tensors)).toBe(false)
  })

  test('a module at a time: a bias of batch normalisation is none of a convolution', () => {
    const named = (module: string, shapes: Record<string, readonly number[]>) =>
      Object.entries(shapes).map(([part, shape]) => ({ name: `${module}.${part}`, shape }))
    const convolution = named('0', { weight: [6, 3, 5, 5] })
    const norm = named('1', { weight: [6], bias: [6], running_mean: [6], running_var: [6] })
    const tensors = [...convolution, ...norm, { name: '1.num_batches_tracked', shape: [] }]
    // The kernel has its shape alone; a bias of six numbers may be anybody's.
    expect(found(tensors).slice(0, 3)).toEqual([
      ['0.weight', 'order'],
      [undefined, undefined],
      [undefined, undefined]
    ])
    const plain = named('4', { weight: [6, 3, 5, 5], bias: [6] })
    expect(found([...tensors, ...plain]).slice(0, 3)).toEqual([
      ['4.weight', 'order'],
      ['4.bias', 'order'],
      [undefined, undefined]
    ])
  })

  test('each once, and counts are none', () => {
    const tensors = [...heads, { name: 'bn.num_batches_tracked', shape: [] }]
    const matches = matchTensors(lesson, tensors)
    expect(new Set(matches.map(({ tensor }) => tensor)).size).toBe(lesson.length)
    expect(isCompleteMatch(matches, tensors)).toBe(true)
  })

  test('and a network is the nearer the fewer of both are left', () => {
    const share = (tensors: typeof heads): number => matchShare(matchTensors(lesson, tensors), tensors)
    expect(share(heads)).toBe(1)
    expect(share([...heads, ...heads])).toBeCloseTo(2 / 3)
    // Most of its weights are in the first dense layer.
    const first = heads.filter(({ name }) => name.startsWith('fc1'))
    expect(share(first)).toBeGreaterThan(share(heads.filter((one) => !first.includes(one))))
    expect(share([])).toBe(0)
  })
})
