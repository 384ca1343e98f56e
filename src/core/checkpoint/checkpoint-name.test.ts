import { expect, test } from 'vitest'
import { maxNameLength, nameInFolder } from './checkpoint-files'
import { checkpointName } from './checkpoint-name'

test.each([
  ['model.json', 'model'],
  ['my-net/model.json', 'my-net'],
  ['C:\\nets\\my-net\\Model.JSON', 'my-net'],
  ['/model.json', 'model'],
  [' /model.json', 'model'],
  ['my-net/best.json', 'best'],
  ['my-net/run-3-step-9.tenfold.json', 'run-3-step-9'],
  [`${'n'.repeat(100)}/model.json`, 'n'.repeat(80)]
])('%s is called %s', (path, name) => {
  expect(checkpointName(path)).toBe(name)
})

test('of a name that would be too long, the file’s own stays', () => {
  expect(nameInFolder('my-net', 'model.json')).toBe('my-net/model.json')
  expect(nameInFolder('', 'model.json')).toBe('model.json')
  const long = nameInFolder('n'.repeat(maxNameLength), 'model.json')
  expect(long).toHaveLength(maxNameLength)
  expect(long.endsWith('n/model.json')).toBe(true)
})
