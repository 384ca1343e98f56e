import { expect, test } from 'vitest'
import { assignmentFileName } from './assignment-file-name'

test.each([
  ['How large a batch?', 'how-large-a-batch.tenfold-assignment.json'],
  ['../Größe 2', 'größe-2.tenfold-assignment.json'],
  ['???', 'assignment.tenfold-assignment.json']
])('%s', (title, name) => {
  expect(assignmentFileName(title)).toBe(name)
})
