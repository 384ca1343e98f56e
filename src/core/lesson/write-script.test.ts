import { describe, expect, test } from 'vitest'
import type { DatasetInfo } from '../data/dataset-info'
import { fitModel } from '../model/fit-model'
import { lessonDataset } from '../data/lesson-dataset'
import { inferShapes } from '../model/infer-shapes'
import type { LayerSpec } from '../layers/layer-kinds'
import { lessonModel } from '../model/lesson-model'
import type { ModelSpec } from '../model/model-spec'
import { defaultOptimizers } from '../optimizers/optimizer-kinds'
import { lessonConfig, type RunConfig } from '../settings/run-config'
import { lineText } from '../code/code-line'
import { type Dialect, dialects } from '../code/dialect'
import { pythonNames } from '../code/pytorch/python-name'
import { scriptParts, scriptText } from '../code/script'
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
  flip: 'alternating',
  crop: 4,
  brightness: 0.2,
  contrast: 0.3,
  cutout: 8,
  logEvery: 100,
  threads: 2
}
const pytorch = scriptText(writeScript('pytorch', config, lessonDataset))
const tfjs = scriptText(writeScript('tfjs', config, lessonDataset))

describe('the script says what the settings say', () => {
  test('in PyTorch', () => {
    for (const line of [
      'torch.manual_seed(11)',
      'torch.set_num_threads(2)',
      'batch_size=64,',
      'num_workers=3)',
      'held = round(len(train_set) * 0.2)',
      'few = min(500, len(train_set))',
      '    transforms.RandomCrop(\n        (32, 32), padding=4,\n',
      '    transforms.ColorJitter(brightness=0.2),\n    transforms.ColorJitter(contrast=0.3),\n    transform,\n    cutout,\n])',
      '    top = max(y - 4, 0)',
      'held_set.dataset.transform = transform',
      'train_set = AlternatingFlip(train_set)',
      '        train_set.epoch = epoch',
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
    const script = scriptText(writeScript('tfjs', own, lessonDataset))
    expect(script).toContain(`.sub(${mean})\n    .div(${std})`)
    const python = scriptText(writeScript('pytorch', own, lessonDataset))
    expect(python).toContain(`mean=(${mean}, ${mean}, ${mean}),`)
    expect(python).toContain(`std=(${std}, ${std}, ${std}))`)
  })

  test('in TensorFlow.js', () => {
    for (const line of [
      'let seed = 11',
      'const batchSize = 64',
      'trainRows.length * 0.2',
      'trainRows.slice(0, 500)',
      'Math.floor(random() * 9) - 4',
      'const factor = 0.8 + 0.4 * random()',
      'const factor = 0.7 + 0.6 * random()',
      'batches(trainBytes, rows, epoch)',
      'batches(trainBytes, heldRows))',
      'batches(testBytes, testRows))',
      'epoch < 7',
      'if (i % 100 === 0)',
      '...start(5 * 5 * 3)'
    ]) {
      expect(tfjs).toContain(line)
    }
  })

  test('and nothing of what is switched off', () => {
    const lesson = scriptText(writeScript('pytorch', lessonConfig, lessonDataset))
    const off = ['random_split', 'Subset', 'set_num_threads', 'held', 'net.train()', 'weight_decay']
    for (const word of [...off, 'train_transform', 'cutout', 'Flip', 'copy']) {
      expect(lesson).not.toContain(word)
    }
    expect(scriptText(writeScript('tfjs', lessonConfig, lessonDataset))).not.toContain('augment')
    expect(lesson).toContain('lr=0.001,\n    momentum=0.9,\n)')
  })

  test('another optimizer comes with its own knobs', () => {
    const adamw = scriptText(
      writeScript('pytorch', { ...config, optimizer: defaultOptimizers.adamw }, lessonDataset)
    )
    expect(adamw).toContain('optim.AdamW(')
    expect(adamw).toContain('weight_decay=0.01,')
    expect(adamw).not.toContain('momentum')
  })
})

test.each(dialects)('every line of %s belongs to something that the guide explains', (dialect) => {
  const { parts } = writeScript(dialect, config, lessonDataset)
  for (const part of scriptParts) {
    for (const line of parts[part]) {
      expect(line.link === undefined).toBe(lineText(line) === '')
      expect(lineText(line).length, lineText(line)).toBeLessThanOrEqual(longest)
    }
  }
})

test('values, keywords and comments are marked as such', () => {
  const { train, network } = writeScript('pytorch', config, lessonDataset).parts
  const loop = train.find(({ link }) => link === 'epochs')
  expect(loop?.parts).toContainEqual({ text: '7', kind: 'value' })
  expect(loop?.parts).toContainEqual({ text: 'for', kind: 'keyword' })
  const comments = network.flatMap(({ parts }) => parts).filter(({ kind }) => kind === 'comment')
  expect(comments).toHaveLength(lessonModel.layers.length)
})

describe('a network with branches', () => {
  const conv: Omit<LayerSpec<'conv2d'>, 'name'> = {
    type: 'conv2d',
    filters: 3,
    kernelSize: [3, 3],
    strides: [1, 1],
    padding: [1, 1]
  }
  const part = (dialect: Dialect, ...layers: ModelSpec['layers']): string =>
    writeScript(dialect, { ...config, model: { ...lessonModel, layers } }, lessonDataset)
      .parts.network.map(lineText)
      .join('\n')

  test('in PyTorch: what a later line takes has a name of its own, the rest is x', () => {
    const residual = part(
      'pytorch',
      { ...conv, name: 'conv1' },
      { type: 'relu', name: 'relu1' },
      { ...conv, name: 'conv2' },
      { type: 'add', name: 'add1', inputs: ['conv2', 'relu1'] },
      { type: 'flatten', name: 'flatten' },
      { type: 'dense', name: 'fc1', units: 10 }
    )
    expect(residual).toContain(`
    def forward(self, x):
        x = self.conv1(x)  # 3 x 32 x 32
        relu1 = torch.relu(x)  # 3 x 32 x 32
        x = self.conv2(relu1)  # 3 x 32 x 32
        x = x + relu1  # 3 x 32 x 32
        x = torch.flatten(x, 1)  # 3072
        x = self.fc1(x)  # 10
        return x
`)
  })

  test('in PyTorch: the image stays x where it is taken again', () => {
    const twice = part(
      'pytorch',
      { ...conv, name: 'conv1' },
      { type: 'concatenate', name: 'concat1', inputs: ['image', 'conv1'] },
      { type: 'flatten', name: 'flatten' },
      { type: 'dense', name: 'fc1', units: 10 }
    )
    expect(twice).toContain(`
        h = self.conv1(x)  # 3 x 32 x 32
        h = torch.cat([x, h], 1)  # 6 x 32 x 32
        h = torch.flatten(h, 1)  # 6144
        h = self.fc1(h)  # 10
        return h
`)
  })

  test('in TensorFlow.js: layers are applied to one another’s outputs', () => {
    const residual = part(
      'tfjs',
      { ...conv, name: 'conv1' },
      { type: 'add', name: 'add1', inputs: ['conv1', 'image'] },
      { type: 'flatten', name: 'flatten' },
      { type: 'dense', name: 'fc1', units: 10 }
    )
    expect(residual).toContain(`
}).apply(out['conv1.padding'])
out.add1 = tf.layers.add({ // 32 x 32 x 3
  name: 'add1'
}).apply([out.conv1, image])
`)
    expect(residual).toContain('  inputs: image,\n  outputs: out.fc1\n')
  })
})

test('a network that does not fit is written as far as it does', () => {
  const shapes = inferShapes(lessonModel).slice(0, 3)
  for (const dialect of dialects) {
    const { network } = writeScript(dialect, lessonConfig, lessonDataset, shapes).parts
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

describe('another data set', () => {
  const grey: DatasetInfo = {
    id: 'shapes',
    name: 'Shapes',
    hash: 'a'.repeat(64),
    classes: Array.from({ length: 300 }, (_, i) => (i === 0 ? "it's" : `class ${i}`)),
    shape: [20, 28, 1],
    normalisation: { mean: [0.25], standardDeviation: [0.125] },
    labelBytes: 2,
    splits: { train: { images: 600, files: ['a.bin', 'b.bin'] }, test: { images: 300, files: ['c.bin'] } }
  }
  const own = { ...lessonConfig, model: fitModel(lessonModel, grey) }

  test('in PyTorch: its sizes, names and files, and a class that reads them', () => {
    const { fileName, ...script } = writeScript('pytorch', own, grey)
    const text = scriptText({ fileName, ...script })
    expect(fileName).toBe('shapes.py')
    for (const line of [
      '# python shapes.py <folder of its .bin files>',
      'size = 2 + 1 * 20 * 28',
      "labels = labels.view('<u2')",
      'mean=(0.25,),',
      'std=(0.125,))',
      "'a.bin', 'b.bin'])",
      "\"it's\", 'class 1', 'class 2', 'class 3',",
      'torch.zeros(300, 300).int()',
      'nn.Conv2d(1, 6, 5)'
    ]) {
      expect(text).toContain(line)
    }
    expect(text).not.toContain('CIFAR')
  })

  test('in TensorFlow.js', () => {
    const text = scriptText(writeScript('tfjs', own, grey))
    for (const line of [
      '// node shapes.mjs shapes',
      'const pixels = 1 * 20 * 28',
      'const record = 2 + pixels',
      'bytes.readUInt16LE(row * record)',
      '.sub(0.25)',
      '.div(0.125)',
      "tf.tensor1d(labels, 'int32'), 300)"
    ]) {
      expect(text).toContain(line)
    }
  })

  test('channels that differ', () => {
    const colour: DatasetInfo = {
      ...grey,
      shape: [20, 28, 3],
      normalisation: { mean: [0.5, 0.25, 0], standardDeviation: [0.5, 0.25, 1] }
    }
    const config = { ...lessonConfig, model: fitModel(lessonModel, colour) }
    expect(scriptText(writeScript('tfjs', config, colour))).toContain(
      '.sub(tf.tensor([0.5, 0.25, 0], [3, 1, 1]))'
    )
    expect(scriptText(writeScript('pytorch', config, colour))).toContain('mean=(0.5, 0.25, 0),')
  })
})
