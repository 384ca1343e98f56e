import { expect, test } from 'vitest'
import { lessonModel } from '../model/lesson-model'
import { matchTensors, type TensorHead } from './match-tensors'
import { otherClasses } from './other-classes'
import { torchParameters } from './torch-parameters'

const lesson = torchParameters(lessonModel)
const heads = lesson.map(({ name, shape }) => ({ name, shape }))
/** The same, with another size of the first axis where a name begins so. */
const resized = (layer: string, size: number): readonly TensorHead[] =>
  heads.map(({ name, shape }) => ({
    name,
    shape: name.startsWith(layer) ? [size, ...shape.slice(1)] : shape
  }))
const found = (tensors: readonly TensorHead[]) => otherClasses(matchTensors(lesson, tensors), tensors)

test('a last layer with other scores has other classes', () => {
  expect(found(resized('fc3', 100))).toEqual({ file: 100, network: 10 })
  const renamed = resized('fc3', 100).map(({ name, shape }) => ({ name: `net.x${name}`, shape }))
  expect(found(renamed)).toEqual({ file: 100, network: 10 })
})

test('other differences are none of the classes', () => {
  expect(found(heads)).toBeUndefined()
  expect(found(resized('fc2', 100))).toBeUndefined()
  expect(found(heads.slice(0, -2))).toBeUndefined()
  expect(found([...resized('fc3', 100), { name: 'more', shape: [3] }])).toBeUndefined()
})
