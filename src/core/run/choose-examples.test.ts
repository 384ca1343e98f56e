import { expect, test } from 'vitest'
import { chooseExamples } from './choose-examples'

const predictions = {
  labels: Uint16Array.of(0, 0, 1, 1, 0),
  predicted: Uint16Array.of(0, 1, 1, 0, 1),
  confidence: Float32Array.of(0.9, 0.6, 0.55, 0.8, 0.7),
  trueProbability: Float32Array.of(0.9, 0.4, 0.55, 0.1, 0.2)
}

test.each([
  ['a cell, the most confident first', { kind: 'cell', trueClass: 0, predictedClass: 1 }, [4, 1]],
  ['mistakes, the most confident first', { kind: 'mistakes' }, [3, 4, 1]],
  ['all, the least certain first', { kind: 'unsure' }, [2, 1, 4, 3, 0]],
  ['a class, the least probable first', { kind: 'hardest', trueClass: 0 }, [4, 1, 0]],
  ['a class that does not exist', { kind: 'hardest', trueClass: 7 }, []]
] as const)('%s', (_, choice, rows) => {
  expect(chooseExamples(predictions, choice)).toEqual(rows)
})

test('the hardest need the probabilities of the true classes, the others do not', () => {
  const earlier = { ...predictions, trueProbability: undefined }
  expect(chooseExamples(earlier, { kind: 'mistakes' })).toEqual([3, 4, 1])
  expect(() => chooseExamples(earlier, { kind: 'hardest', trueClass: 0 })).toThrow('earlier version')
})
