import { expect, test } from 'vitest'
import { labErrorCodes } from '../../core/base/lab-error'
import { describeExitCodes, errorExitCodes } from './exit-codes'

test('every error has an exit code of its own, which no shell uses otherwise', () => {
  const codes = labErrorCodes.map((code) => errorExitCodes[code])
  expect(new Set(codes).size).toBe(labErrorCodes.length)
  for (const code of codes) expect(code === 130 || (code >= 1 && code < 126)).toBe(true)
})

test('the agreed ones', () => {
  expect(errorExitCodes['invalid-input']).toBe(2)
  expect(errorExitCodes.cancelled).toBe(130)
})

test('the help lists them all, in order', () => {
  const listed = describeExitCodes()
    .split('\n')
    .map((line) => Number(line.trim().split(' ')[0]))
  expect(listed).toEqual([...listed].sort((a, b) => a - b))
  expect(listed).toEqual(expect.arrayContaining([0, ...Object.values(errorExitCodes)]))
})
