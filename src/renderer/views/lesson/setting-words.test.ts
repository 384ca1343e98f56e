import { expect, test } from 'vitest'
import { lessonConfig } from '../../../core/settings/run-config'
import { settingWords } from './setting-words'

test('the lesson’s settings are called so', () => {
  expect(settingWords(lessonConfig)).toBe('It had the lesson’s settings.')
})

test('what was different is named, up to four things', () => {
  const changed = { ...lessonConfig, batchSize: 8, epochs: 5 }
  expect(settingWords(changed)).toBe(
    'Settings that differ from the lesson: batch size 8 (lesson: 4), epochs 5 (lesson: 2).'
  )
  const many = { ...changed, seed: 7, logEvery: 100, validationSplit: 0.1 }
  expect(settingWords(many)).toMatch(/, and \d+ more\.$/)
})

test('what makes no difference to the result is not named', () => {
  expect(settingWords({ ...lessonConfig, engine: 'wasm', threads: 2, workers: 0 })).toMatch(
    /the lesson’s settings/
  )
})
