import { expect, test } from 'vitest'
import { lessonConfig } from '../../../core/settings/run-config'
import { settingWords } from './setting-words'

const steady = [{ fromStep: 0, learningRate: 0.001 }]

test('the lesson’s settings are called so', () => {
  expect(settingWords(lessonConfig, steady)).toBe('It had the lesson’s settings.')
})

test('what was different is named, up to four things', () => {
  const changed = { ...lessonConfig, batchSize: 8, epochs: 5 }
  expect(settingWords(changed, steady)).toBe(
    'Settings that differ from the lesson: batch size 8 (lesson: 4), epochs 5 (lesson: 2).'
  )
  const many = { ...changed, seed: 7, logEvery: 100, validationSplit: 0.1 }
  expect(settingWords(many, steady)).toMatch(/, and \d+ more\.$/)
})

test('what makes no difference to the result is not named', () => {
  expect(settingWords({ ...lessonConfig, engine: 'wasm', threads: 2, workers: 0 }, steady)).toMatch(
    /the lesson’s settings/
  )
})

test('a learning rate that was changed on the way is told', () => {
  expect(settingWords(lessonConfig, [...steady, { fromStep: 2000, learningRate: 0.01 }])).toBe(
    'It had the lesson’s settings. Its learning rate was changed on the way: 0.001; from step 2,000 on 0.01.'
  )
})
