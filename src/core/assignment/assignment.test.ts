import { toBase64Url } from '../base/base64url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  isAssignmentLink,
  type Assignment,
  assignmentMaxCharacters,
  assignmentLink,
  parseAssignment,
  parseAssignmentFile,
  parseAssignmentLink,
  requireAssignmentFit,
  writeAssignment
} from './assignment'
import { LabError } from '../base/lab-error'
import { lessonDataset } from '../data/lesson-dataset'
import { fitModel } from '../model/fit-model'
import { lessonModel } from '../model/lesson-model'
import { type ModelSpec, mostLayers } from '../model/model-spec'
import { defaultOptimizers } from '../optimizers/optimizer-kinds'
import { lessonRooms } from '../base/lesson-room'
import { lessonConfig } from '../settings/run-config'
import { controls } from '../settings/controls'
import { shownText } from '../base/shown-text'

const assigned: Assignment = {
  title: 'How large a batch?',
  room: 'train',
  config: { ...lessonConfig, batchSize: 32, seed: 7 },
  hidden: ['engine', 'threads']
}

const wide = Array.from({ length: 3 }, () => ({ type: 'dense', units: 8192 }))

const anyAssignment: fc.Arbitrary<Assignment> = fc
  .record({
    title: fc
      .string({ unit: 'grapheme', maxLength: 30 })
      .filter((text) => shownText('it').safeParse(text).success),
    room: fc.constantFrom(...lessonRooms),
    hidden: fc.uniqueArray(fc.constantFrom(...controls)),
    optimizer: fc.constantFrom(...Object.values(defaultOptimizers)),
    learningRate: fc.double({ min: 1e-6, max: 10, noNaN: true }),
    batchSize: fc.integer({ min: 1, max: 10_000 }),
    seed: fc.integer({ min: 0, max: 4_294_967_295 }),
    validationSplit: fc.double({ min: 0, max: 0.9, noNaN: true }),
    units: fc.integer({ min: 1, max: 2048 })
  })
  .map(({ title, room, hidden, optimizer, learningRate, units, ...rest }) => ({
    title: title.trim(),
    room,
    hidden,
    config: {
      ...lessonConfig,
      ...rest,
      optimizer: { ...optimizer, learningRate },
      model: {
        ...lessonModel,
        layers: lessonModel.layers.map((layer) =>
          layer.type === 'dense' && layer.name !== 'fc3' ? { ...layer, units } : layer
        )
      }
    }
  }))

function refusal(read: () => unknown): string {
  try {
    read()
  } catch (thrown) {
    if (thrown instanceof LabError && thrown.code === 'invalid-input') return thrown.message
    throw thrown
  }
  return ''
}

test('any assignment comes back from its file and from its link', () => {
  fc.assert(
    fc.property(anyAssignment, (any) => {
      // JSON knows no -0.
      const written: unknown = JSON.parse(JSON.stringify(any))
      expect(parseAssignment(writeAssignment(any))).toEqual(written)
      expect(parseAssignmentLink(assignmentLink(any))).toEqual(written)
    })
  )
})

test('a link is short: it leaves out what is the lesson’s', () => {
  expect(assignmentLink(assigned).length).toBeLessThan(300)
  expect(assignmentLink(assigned)).toMatch(/^#assignment=[\w-]+$/)
  expect(isAssignmentLink(`http://localhost:1/${assignmentLink(assigned)}`)).toBe(true)
  expect(parseAssignmentLink(`http://localhost:1/${assignmentLink(assigned)}`)).toEqual(assigned)
})

test('files and links of earlier versions, which called it a lab, still open', () => {
  const file = writeAssignment(assigned).replace('tenfold-assignment', 'tenfold-lab')
  expect(parseAssignment(file)).toEqual(assigned)
  const link = `#lab=${toBase64Url(file)}`
  expect(isAssignmentLink(link)).toBe(true)
  expect(parseAssignmentLink(link)).toEqual(assigned)
})

test('what a file leaves out is the lesson’s, or usual for its optimizer', () => {
  const short = (config: object): string =>
    JSON.stringify({ format: 'tenfold-assignment', version: 1, title: 'Adam', config })
  expect(parseAssignment(short({ optimizer: { type: 'adam' } }))).toEqual({
    title: 'Adam',
    room: 'train',
    hidden: [],
    config: { ...lessonConfig, optimizer: defaultOptimizers.adam }
  })
  const slower = parseAssignment(short({ optimizer: { learningRate: 0.0001 } }))
  expect(slower.config.optimizer).toEqual({ ...defaultOptimizers.sgd, learningRate: 0.0001 })
  const layers = [
    { type: 'flatten' },
    { type: 'dense', name: 'fc1', units: 20 },
    { type: 'dense', units: 10 }
  ]
  const { model } = parseAssignment(short({ model: { layers } })).config
  expect(model.layers.map(({ name }) => name)).toEqual(['flatten1', 'fc1', 'fc2'])
  expect(model.inputShape).toEqual(lessonModel.inputShape)
})

test('a file is read in the encodings that editors on Windows write', () => {
  const text = `\ufeff${writeAssignment(assigned)}`
  expect(parseAssignmentFile(Buffer.from(text))).toEqual(assigned)
  expect(parseAssignmentFile(Buffer.from(text, 'utf16le'))).toEqual(assigned)
  expect(refusal(() => parseAssignmentFile(Uint8Array.of(0x7b, 0xff)))).toContain('it is not text')
})

describe('what is not an assignment is refused', () => {
  const changed = (change: object): string =>
    JSON.stringify({ format: 'tenfold-assignment', version: 1, ...assigned, ...change })

  test.each([
    ['', 'not an assignment: it is empty'],
    ['# Read me', 'not an assignment: it is not JSON'],
    [changed({ config: { batchsize: 8 } }), 'config.batchsize is unknown: you probably mean batchSize'],
    [changed({ config: { colour: 1 } }), 'config.colour is unknown.'],
    [
      changed({ config: { optimizer: { nesterov: true, momentum: 0 } } }),
      'do not fit together: Nesterov momentum needs a momentum above 0'
    ],
    [
      changed({
        config: { model: { layers: [{ type: 'flatten' }, ...wide] } }
      }),
      'The network has 159,408,128 parameters'
    ],
    [changed({ hiden: [] }), 'hiden is unknown'],
    [
      changed({ config: { optimizer: { type: 'adam', momentum: 0.9 } } }),
      'config.optimizer.momentum is unknown.'
    ],
    [
      changed({ config: { optimizer: { type: 'adm' } } }),
      'config.optimizer.type must be one of sgd, adagrad'
    ],
    [
      changed({ config: { model: { layers: [{ type: 'dense', unit: 10 }] } } }),
      'layer 1 (dense): unit is unknown: you probably mean units'
    ],
    ['{"format":"tenfold-lab"', 'damaged'],
    ['null', 'not a Tenfold assignment'],
    ['{"format":"tenfold-checkpoint","version":1}', 'not a Tenfold assignment'],
    [changed({ version: 2 }), 'its format is 2, but this version reads 1'],
    [changed({ title: ' ' }), 'the title must not be empty'],
    [changed({ title: 'x'.repeat(81) }), 'the title is longer than 80 characters'],
    [changed({ title: 'red \x1b[31m' }), 'the title cannot contain control characters'],
    [changed({ title: 'two\nlines' }), 'the title cannot contain control characters'],
    [changed({ room: 'runs' }), 'room must be one of'],
    [changed({ hidden: ['guide'] }), 'hidden[0] must be one of'],
    [changed({ config: { epochs: 0 } }), 'epochs must be a whole number'],
    [
      changed({ config: { model: { inputShape: [32, 32, 3], layers: [] } } }),
      'config.model.layers must have at least one entry'
    ],
    [
      changed({ config: { model: { ...lessonModel, layers: lessonModel.layers.slice(-1) } } }),
      'network does not work'
    ],
    [
      changed({
        config: {
          model: {
            ...lessonModel,
            layers: [...lessonModel.layers, { type: 'flatten', name: 'end', inputs: ['fc2'] }]
          }
        }
      }),
      'network does not work: Layer fc3 leads nowhere'
    ],
    [' '.repeat(assignmentMaxCharacters + 1), 'larger than 256 kB']
  ])('%.60s', (text, message) => {
    expect(refusal(() => parseAssignment(text))).toContain(message)
  })

  test.each([
    '#assignment=',
    '#lab=a',
    '#assignment=%7B%7D',
    `#lab=${'A'.repeat(assignmentMaxCharacters + 4)}`
  ])('a broken link: %.30s', (link) => {
    expect(refusal(() => parseAssignmentLink(link))).toContain('damaged')
  })

  test('whatever the text, it is read or refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(refusal(() => parseAssignment(text))).not.toBe('')
      })
    )
  })
})

describe('an assignment for another data set', () => {
  const shapes = {
    ...lessonDataset,
    name: 'Shapes',
    hash: 'a'.repeat(64),
    shape: [20, 28, 1] satisfies [number, number, number],
    classes: ['one', 'two', 'three'],
    normalisation: { mean: [0.5], standardDeviation: [0.5] }
  }
  const config = { ...lessonConfig, model: fitModel(lessonModel, shapes) }
  const given = {
    title: 'Shapes',
    room: 'train' as const,
    hidden: [],
    config,
    dataset: { name: 'Shapes', hash: shapes.hash }
  }

  test('comes back from its file and its link', () => {
    expect(parseAssignment(writeAssignment(given))).toEqual(given)
    expect(parseAssignmentLink(assignmentLink(given))).toEqual(given)
  })

  test('can be opened where its data set is, and nowhere else', () => {
    expect(() => requireAssignmentFit(given, shapes)).not.toThrow()
    expect(() => requireAssignmentFit(given, lessonDataset)).toThrow(
      'for Shapes with images of 20 × 28 × 1 and 3 classes, but CIFAR-10 has images of 32 × 32 × 3 and 10 classes'
    )
  })
})

test('the largest network that there may be is not too large', () => {
  const layers = Array.from({ length: mostLayers }, (_, i): ModelSpec['layers'][number] => ({
    type: 'conv2d',
    name: `convolution${i}`,
    filters: 1024,
    kernelSize: [3, 3],
    strides: [1, 1],
    padding: [1, 1],
    inputs: [i === 0 ? 'image' : `convolution${i - 1}`]
  }))
  const config = { ...lessonConfig, model: { ...lessonModel, layers } }
  expect(writeAssignment({ ...assigned, config }).length).toBeLessThan(assignmentMaxCharacters / 2)
})
