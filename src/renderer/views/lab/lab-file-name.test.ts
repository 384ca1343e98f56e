import { expect, test } from 'vitest'
import { labFileName } from './lab-file-name'

test.each([
  ['How large a batch?', 'how-large-a-batch.tenfold-lab.json'],
  ['../Größe 2', 'größe-2.tenfold-lab.json'],
  ['???', 'lab.tenfold-lab.json']
])('%s', (title, name) => {
  expect(labFileName(title)).toBe(name)
})
