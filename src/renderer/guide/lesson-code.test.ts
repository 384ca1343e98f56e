import { describe, expect, test } from 'vitest'
import { defaultOptimizers } from '../../core/optimizer-spec'
import { lessonConfig } from '../../core/run-config'
import type { CodeLine } from './code-line'
import { dataCode, evaluateCode, trainCode } from './lesson-code'

const text = (lines: readonly CodeLine[]): string =>
  lines.map((line) => line.parts.map((part) => part.text).join('')).join('\n')

const longest = 36
const config = {
  ...lessonConfig,
  batchSize: 64,
  workers: 3,
  epochs: 7,
  seed: 11,
  validationSplit: 0.2,
  logEvery: 100
}

describe('the code says what the settings say', () => {
  test('data', () => {
    const code = text(dataCode(config))
    expect(code).toContain('batch_size=64,')
    expect(code).toContain('num_workers=3,')
    expect(code).toContain('[0.8, 0.2]')
    expect(text(dataCode(lessonConfig))).not.toContain('random_split')
  })

  test('training', () => {
    const code = text(trainCode(config, 0.05))
    expect(code).toContain('manual_seed(11)')
    expect(code).toContain('lr=0.05,')
    expect(code).toContain('momentum=0.9)')
    expect(code).toContain('optimizer = SGD(')
    expect(code).toContain('range(7):')
    expect(code).toContain('if i % 100 == 99:')
  })

  test('another optimizer', () => {
    const code = text(trainCode({ ...config, optimizer: defaultOptimizers.adamw }, 0.002))
    expect(code).toContain('optimizer = AdamW(')
    expect(code).toContain('lr=0.002)')
    expect(code).not.toContain('momentum')
  })

  test('evaluation', () => {
    expect(text(evaluateCode(10))).toContain('torch.zeros(10, 10)')
  })
})

test('values are marked as such, keywords too', () => {
  const line = trainCode(config, 0.05).find(({ link }) => link === 'epochs')
  expect(line?.parts).toContainEqual({ text: '7', kind: 'value' })
  expect(line?.parts).toContainEqual({ text: 'for', kind: 'keyword' })
})

test('lines fit into the guide', () => {
  for (const code of [dataCode(config), trainCode(lessonConfig, 0.001), evaluateCode(10)]) {
    for (const line of text(code).split('\n')) expect(line.length, line).toBeLessThanOrEqual(longest)
  }
})
