import { describe, expect, test } from 'vitest'
import { inferShapes } from '../model/infer-shapes'
import { lessonModel } from '../model/lesson-model'
import { defaultOptimizers } from '../optimizers/optimizer-kinds'
import { lessonConfig, type RunConfig } from '../settings/run-config'
import { lineText } from './code-line'
import { dialects } from './dialect'
import { pythonNames } from './python-name'
import { scriptParts, scriptText } from './script'
import { writeScript } from './write-script'

/** More would break twice in the guide. */
const longest = 68

const config: RunConfig = {
  ...lessonConfig,
  batchSize: 64,
  workers: 3,
  epochs: 7,
  seed: 11,
  validationSplit: 0.2,
  trainImages: 500,
  logEvery: 100,
  threads: 2
}
const pytorch = scriptText(writeScript('pytorch', config))
const tfjs = scriptText(writeScript('tfjs', config))

describe('the script says what the settings say', () => {
  test('in PyTorch', () => {
    for (const line of [
      'torch.manual_seed(11)',
      'torch.set_num_threads(2)',
      'batch_size=64,',
      'num_workers=3)',
      'held = round(len(train_set) * 0.2)',
      'few = min(500, len(train_set))',
      'for epoch in range(7):',
      'if i % 100 == 99:',
      'self.conv1 = nn.Conv2d(3, 6, 5)',
      'self.fc1 = nn.Linear(16 * 5 * 5, 120)'
    ]) {
      expect(pytorch).toContain(line)
    }
  })

  test.each([
    [[0, 1], '0', '1'],
    [[0, 255], '0', '1 / 255'],
    [[-1, 2], '1 / 3', '1 / 3'],
    [[-0.5, 0.5], '0.5', '1'],
    [[-1, 1], '0.5', '0.5']
  ] as const)('pixels from %j', ([low, high], mean, std) => {
    const own: RunConfig = { ...config, model: { ...lessonModel, pixels: [low, high] } }
    expect(scriptText(writeScript('tfjs', own))).toContain(`.div(255).sub(${mean}).div(${std})`)
    const python = scriptText(writeScript('pytorch', own))
    expect(python).toContain(`mean=(${mean}, ${mean}, ${mean}),`)
    expect(python).toContain(`std=(${std}, ${std}, ${std})),`)
  })

  test('in TensorFlow.js', () => {
    for (const line of [
      'let seed = 11',
      'const batchSize = 64',
      'trainRows.length * 0.2',
      'trainRows.slice(0, 500)',
      'epoch < 7',
      'if (i % 100 === 0)',
      '...start(5 * 5 * 3)'
    ]) {
      expect(tfjs).toContain(line)
    }
  })

  test('and nothing of what is switched off', () => {
    const lesson = scriptText(writeScript('pytorch', lessonConfig))
    for (const word of ['random_split', 'Subset', 'set_num_threads', 'held', 'net.train()', 'weight_decay']) {
      expect(lesson).not.toContain(word)
    }
    expect(lesson).toContain('lr=0.001,\n    momentum=0.9,\n)')
  })

  test('another optimizer comes with its own knobs', () => {
    const adamw = scriptText(writeScript('pytorch', { ...config, optimizer: defaultOptimizers.adamw }))
    expect(adamw).toContain('optim.AdamW(')
    expect(adamw).toContain('weight_decay=0.01,')
    expect(adamw).not.toContain('momentum')
  })
})

test.each(dialects)('every line of %s belongs to something that the guide explains', (dialect) => {
  const { parts } = writeScript(dialect, config)
  for (const part of scriptParts) {
    for (const line of parts[part]) {
      expect(line.link === undefined).toBe(lineText(line) === '')
      expect(lineText(line).length, lineText(line)).toBeLessThanOrEqual(longest)
    }
  }
})

test('values, keywords and comments are marked as such', () => {
  const { train, network } = writeScript('pytorch', config).parts
  const loop = train.find(({ link }) => link === 'epochs')
  expect(loop?.parts).toContainEqual({ text: '7', kind: 'value' })
  expect(loop?.parts).toContainEqual({ text: 'for', kind: 'keyword' })
  const comments = network.flatMap(({ parts }) => parts).filter(({ kind }) => kind === 'comment')
  expect(comments).toHaveLength(lessonModel.layers.length)
})

test('a network that does not fit is written as far as it does', () => {
  const shapes = inferShapes(lessonModel).slice(0, 3)
  for (const dialect of dialects) {
    const { network } = writeScript(dialect, lessonConfig, shapes).parts
    expect(
      network
        .filter(({ link }) => link === 'layer:conv2')
        .map(lineText)
        .join('')
    ).toContain('conv2 does not fit here')
  }
})

test('names that Python or PyTorch need get out of the way, and out of one another’s', () => {
  const name = pythonNames(['conv1', 'train', 'train_', 'lambda'])
  expect(['conv1', 'train', 'train_', 'lambda'].map(name)).toEqual(['conv1', 'train__', 'train_', 'lambda_'])
})
