import { expect, test } from 'vitest'
import { FittingWeights } from './fitting-weights.svelte'
import { told, weightsFile } from './told-for-tests'

const row = (name: string, tensor: number | null, shape = [2]) =>
  ({ name, shape, tensor, by: tensor === null ? null : 'order' }) as const
const examined = weightsFile({
  tensors: [
    { name: 'a', shape: [2] },
    { name: 'b', shape: [2] },
    { name: 'c', shape: [3] }
  ],
  networks: [
    {
      id: 'lesson',
      name: 'Lesson',
      told,
      complete: true,
      parameters: [row('x', 0), row('y', 1), row('w', 2, [3])]
    },
    { id: 'wider', name: 'Wider', told, complete: false, parameters: [row('x', 0), row('z', null, [3])] }
  ]
})

function shown(file = examined): FittingWeights {
  const fitting = new FittingWeights()
  fitting.show(file)
  return fitting
}

test('begins with the likeliest network and the tensors that were found for it', () => {
  const fitting = shown()
  expect([fitting.tensors, fitting.missing]).toEqual([[0, 1, 2], []])
  expect(fitting.fit).toEqual({ network: 'lesson', tensors: [0, 1, 2] })
})

test('begins with what was chosen for the same file the last time', () => {
  const fit = { network: 'wider', tensors: [1, 2] }
  expect(shown({ ...examined, remembered: { fit } }).fit).toEqual(fit)
  const gone = { network: 'run-9', tensors: [1, 2] }
  expect(shown({ ...examined, remembered: { fit: gone } }).fit?.network).toBe('lesson')
})

test('a parameter takes any tensor of its shape; what takes one twice is told', () => {
  const fitting = shown()
  const [first] = fitting.network?.parameters ?? []
  expect(first && fitting.choicesOf(first)).toEqual([0, 1])
  fitting.assign(0, 1)
  expect([fitting.tensors, fitting.doubled]).toEqual([[1, 1, 2], ['b']])
})

test('is not ready before each parameter has a tensor', () => {
  const fitting = shown()
  fitting.choose('wider')
  expect([fitting.missing, fitting.fit]).toEqual([['z'], undefined])
  fitting.assign(1, 2)
  fitting.leavesOut = true
  expect(fitting.fit).toEqual({ network: 'wider', tensors: [0, 2] })
})

test('a tensor that no parameter takes is told, and left out only when that is said', () => {
  const fitting = shown()
  fitting.choose('wider')
  fitting.assign(1, 2)
  expect([fitting.spare, fitting.fit]).toEqual([['b'], undefined])
  fitting.leavesOut = true
  expect(fitting.fit).toEqual({ network: 'wider', tensors: [0, 2] })
  fitting.choose('lesson')
  expect([fitting.spare, fitting.leavesOut]).toEqual([[], false])
})
