import { expect, test } from 'vitest'
import { settingsName } from './settings-name'

test.each<[readonly string[], boolean, string]>([
  [[], false, 'the lesson’s settings'],
  [[], true, 'the assignment’s settings'],
  [['batch size'], false, 'your batch size'],
  [['network'], true, 'your network'],
  [['network', 'epochs'], false, 'your settings']
])('says whose settings they are', (changed, assigned, words) => {
  expect(settingsName(changed, assigned)).toBe(words)
})
