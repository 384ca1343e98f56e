import { expect, test } from 'vitest'
import { layerTypes } from '../layers/layer-kinds'
import { modelSpec } from '../model/model-spec'
import { LabError } from './lab-error'
import { parseInput, parseWritten } from './parse-input'
import { z } from './schema'

function refusal(parse: () => unknown): string {
  try {
    parse()
  } catch (thrown) {
    return LabError.from(thrown).message
  }
  return ''
}

const schema = z.object({
  count: z.int().min(1).max(9),
  share: z.number().gt(0),
  name: z.string().min(2),
  on: z.boolean(),
  role: z.enum(['train', 'test']),
  files: z.array(z.object({ bytes: z.int() })).min(1)
})
const good = { count: 1, share: 0.5, name: 'ab', on: true, role: 'test', files: [{ bytes: 1 }] }

test.each([
  [{ count: undefined }, 'count is missing'],
  [{ count: 1.5 }, 'count must be a whole number'],
  [{ count: '1' }, 'count must be a number'],
  [{ count: 0 }, 'count must be at least 1'],
  [{ count: 10 }, 'count must be at most 9'],
  [{ share: 0 }, 'share must be more than 0'],
  [{ name: 'a' }, 'name must have at least 2 characters'],
  [{ on: 'yes' }, 'on must be true or false'],
  [{ role: 'both' }, 'role must be one of train, test'],
  [{ files: [] }, 'files must have at least one entry'],
  [{ files: [{ bytes: 1 }, {}] }, 'files[1].bytes is missing']
])('%j is refused in plain words', (change, words) => {
  const message = refusal(() => parseInput(schema, { ...good, ...change }, 'It'))
  expect(message).toBe(`It cannot be used: ${words}.`)
})

test('what a person wrote may have no unknown keys, however deep', () => {
  const written = { ...good, files: [{ bytes: 1, byte: 2 }], rôle: 'test' }
  expect(parseInput(schema, written, 'It')).toEqual(good)
  expect(refusal(() => parseWritten(schema, written, 'It'))).toBe(
    'It cannot be used: files[0].byte is unknown: you probably mean bytes; rôle is unknown: you probably mean role.'
  )
  expect(parseWritten(schema, good, 'It')).toEqual(good)
})

test('a layer is named by its place and type', () => {
  const layers = [
    { type: 'conv2d', name: 'conv1', filters: 0, kernelSize: [0, 65], strides: [1, 1], padding: [0, 0] },
    { type: 'conv3d', name: 'conv2' }
  ]
  expect(refusal(() => parseWritten(modelSpec, { inputShape: [32, 32, 3], layers }, 'The network'))).toBe(
    'The network cannot be used: layer 1 (conv2d): filters must be a whole number from 1 to 1,024; ' +
      'layer 1 (conv2d): kernelSize must be two whole numbers from 1 to 64, such as [2, 2]; ' +
      `layer 2 (conv3d): type must be one of ${layerTypes.join(', ')}.`
  )
})
