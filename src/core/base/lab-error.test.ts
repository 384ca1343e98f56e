import { expect, test } from 'vitest'
import { LabError, labErrorData } from './lab-error'

test('survives the way through a process', () => {
  const error = new LabError('storage', 'The disk is full.', 'Free some space.', new Error('ENOSPC'))
  const data = labErrorData.parse(JSON.parse(JSON.stringify(error.toData())))
  expect(LabError.fromData(data)).toMatchObject({
    code: 'storage',
    message: 'The disk is full.',
    hint: 'Free some space.'
  })
  expect(data.cause).toContain('ENOSPC')
})

test('anything unexpected is a defect, with its cause', () => {
  expect(LabError.from(new TypeError('x is not a function'))).toMatchObject({ code: 'internal' })
  expect(LabError.from('text').message).toContain('text')
})
