import { describe, expect, test } from 'vitest'
import { lessonDataset } from '../data/lesson-dataset'
import { writeScript } from '../lesson/write-script'
import { lessonModel } from '../model/lesson-model'
import { lessonConfig } from '../settings/run-config'
import { lineText } from './code-line'
import { dialects } from './dialect'
import { explainedPixels } from './explained-pixels'

test('says what the lesson’s pixels become', () => {
  const { mean, std, of, range, below } = explainedPixels(lessonModel)
  expect([mean, std, of(0), of(128), of(255), below]).toEqual(['0.5', '0.5', '−1', '0.004', '1', true])
  expect(range).toBe('between **−1** and **1**')
})

test('names the channel where they differ', () => {
  const pixels: [number, number][] = [
    [0, 255],
    [-1, 1],
    [-1, 1]
  ]
  const { std, range, below } = explainedPixels({ ...lessonModel, pixels })
  expect([std, below]).toEqual(['1 / 255', false])
  expect(range).toBe('between **0** and **255** in the first channel')
})

describe.each(dialects)('the texts of %s', (dialect) => {
  test('speak of the network’s pixels, whatever the data set would have', () => {
    const model = { ...lessonModel, pixels: [0, 1] satisfies [number, number] }
    const lines = writeScript(dialect, { ...lessonConfig, model }, lessonDataset).parts.data
    const notes = lines.filter(({ link }) => link === 'pixels').map(({ note }) => note)
    expect(lines.map(lineText).join()).toMatch(/mean=\(0, 0, 0\)|\.sub\(0\)/)
    expect(notes.some((note) => note.includes('between **0** and **1**.'))).toBe(true)
    expect(notes.join()).not.toContain('−1')
  })
})
