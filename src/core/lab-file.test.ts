import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  isLabLink,
  labControls,
  type LabFile,
  labFileMaxCharacters,
  labLink,
  labRooms,
  parseLabFile,
  parseLabLink,
  writeLabFile
} from './lab-file'
import { LabError } from './lab-error'
import { lessonModel } from './lesson-model'
import { defaultOptimizers } from './optimizer-spec'
import { lessonConfig } from './run-config'

const lab: LabFile = {
  title: 'How large a batch?',
  room: 'train',
  config: { ...lessonConfig, batchSize: 32, seed: 7 },
  hidden: ['engine', 'threads']
}

const anyLab: fc.Arbitrary<LabFile> = fc
  .record({
    title: fc.string({ unit: 'grapheme', maxLength: 30 }).filter((text) => text.trim() !== ''),
    room: fc.constantFrom(...labRooms),
    hidden: fc.uniqueArray(fc.constantFrom(...labControls)),
    optimizer: fc.constantFrom(...Object.values(defaultOptimizers)),
    learningRate: fc.double({ min: 1e-6, max: 10, noNaN: true }),
    batchSize: fc.integer({ min: 1, max: 10_000 }),
    seed: fc.integer({ min: 0, max: 4_294_967_295 }),
    validationSplit: fc.double({ min: 0, max: 0.9, noNaN: true }),
    units: fc.integer({ min: 1, max: 8192 })
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

test('any lab comes back from its file and from its link', () => {
  fc.assert(
    fc.property(anyLab, (any) => {
      // JSON knows no -0.
      const written: unknown = JSON.parse(JSON.stringify(any))
      expect(parseLabFile(writeLabFile(any))).toEqual(written)
      expect(parseLabLink(labLink(any))).toEqual(written)
    })
  )
})

test('a link is short: it leaves out what is the lesson’s', () => {
  expect(labLink(lab).length).toBeLessThan(300)
  expect(labLink(lab)).toMatch(/^#lab=[\w-]+$/)
  expect(isLabLink(`http://localhost:1/${labLink(lab)}`)).toBe(true)
  expect(parseLabLink(`http://localhost:1/${labLink(lab)}`)).toEqual(lab)
})

describe('what is no lab is refused', () => {
  const changed = (change: object): string =>
    JSON.stringify({ format: 'tenfold-lab', version: 1, ...lab, ...change })

  test.each([
    ['', 'damaged'],
    ['{"format":"tenfold-lab"', 'damaged'],
    ['null', 'not a Tenfold lab'],
    ['{"format":"tenfold-checkpoint","version":1}', 'not a Tenfold lab'],
    [changed({ version: 2 }), 'its format is 2, this one reads 1'],
    [changed({ title: ' ' }), 'the title needs a letter'],
    [changed({ title: 'x'.repeat(81) }), 'the title is longer than 80 characters'],
    [changed({ title: 'red \x1b[31m' }), 'the title cannot contain control characters'],
    [changed({ title: 'two\nlines' }), 'the title cannot contain control characters'],
    [changed({ room: 'runs' }), 'room must be one of'],
    [changed({ hidden: ['guide'] }), 'hidden.0'],
    [changed({ config: { epochs: 0 } }), 'epochs must be a whole number'],
    [changed({ config: { model: { inputShape: [32, 32, 3], layers: [] } } }), 'config.model.layers'],
    [
      changed({ config: { model: { ...lessonModel, inputShape: [64, 64, 3] } } }),
      'not made for images of 32 × 32 × 3'
    ],
    [
      changed({ config: { model: { ...lessonModel, layers: lessonModel.layers.slice(0, -1) } } }),
      'does not end in 10 scores'
    ],
    [
      changed({ config: { model: { ...lessonModel, layers: lessonModel.layers.slice(-1) } } }),
      'network cannot be'
    ],
    [' '.repeat(labFileMaxCharacters + 1), 'larger than 64 kB']
  ])('%.60s', (text, message) => {
    expect(refusal(() => parseLabFile(text))).toContain(message)
  })

  test.each(['#lab=', '#lab=a', '#lab=%7B%7D', `#lab=${'A'.repeat(labFileMaxCharacters + 4)}`])(
    'a broken link: %.30s',
    (link) => {
      expect(refusal(() => parseLabLink(link))).toContain('damaged')
    }
  )

  test('whatever the text, it is read or refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(refusal(() => parseLabFile(text))).not.toBe('')
      })
    )
  })
})
