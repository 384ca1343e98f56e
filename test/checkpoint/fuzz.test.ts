import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Checkpoint } from '../../src/core/training/checkpoint'
import { parameterShapes } from '../../src/core/model/infer-shapes'
import { volume } from '../../src/core/layers/shape'
import { LabError } from '../../src/core/base/lab-error'
import { encodeCheckpointFile } from '../../src/lab/checkpoint/checkpoint-file'
import { type CheckpointFile, decodeCheckpointFiles } from '../../src/lab/checkpoint/decode-checkpoint-files'
import { encodeLayersModel } from '../../src/lab/checkpoint/encode-layers-model'
import { sealJson } from '../../src/lab/checkpoint/sealed-json'
import { encodeTraining, encodeWeights } from '../../src/lab/checkpoint/training-content'
import { arbitraryCheckpoint } from './arbitrary-checkpoint'
import { bitsOf } from './bits-of'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

let samples: readonly { checkpoint: Checkpoint; forms: readonly (readonly CheckpointFile[])[] }[] = []
beforeAll(() => {
  samples = fc.sample(arbitraryCheckpoint, { numRuns: 12, seed: 11 }).map((checkpoint) => {
    const weights = encodeWeights(checkpoint)
    return {
      checkpoint,
      forms: [
        [{ name: 'a.tenfold.json', bytes: bytesOf(encodeCheckpointFile(checkpoint)) }],
        [
          { name: 'model.json', bytes: bytesOf(JSON.stringify(encodeLayersModel(checkpoint.config.model))) },
          { name: 'weights.bin', bytes: weights },
          {
            name: 'training.json',
            bytes: bytesOf(sealJson('tenfold-training', encodeTraining(checkpoint, weights)))
          }
        ]
      ]
    }
  })
})

/** What came out, or undefined when it was refused; anything but a proper refusal fails the test. */
function decodeOrRefuse(files: readonly CheckpointFile[]): Checkpoint | undefined {
  try {
    return decodeCheckpointFiles(files)
  } catch (cause) {
    if (cause instanceof LabError && cause.code === 'checkpoint-invalid') return undefined
    throw cause
  }
}

/** One change to a file, at a place given as a share of its length. */
const change = fc.record({
  kind: fc.constantFrom('flip', 'delete', 'insert', 'repeat', 'cut', 'digit'),
  at: fc.double({ noNaN: true, min: 0, max: 1, maxExcluded: true }),
  length: fc.integer({ min: 1, max: 40 }),
  byte: fc.nat({ max: 255 }),
  bit: fc.nat({ max: 7 })
})
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

function mutate(source: Uint8Array, { kind, at, length, byte, bit }: Change): Uint8Array {
  const place = Math.floor(at * source.length)
  const before = source.subarray(0, place)
  const after = source.subarray(place)
  switch (kind) {
    case 'flip':
      return Uint8Array.of(...before, (source[place] ?? 0) ^ (1 << bit), ...after.subarray(1))
    case 'delete':
      return Uint8Array.of(...before, ...after.subarray(length))
    case 'insert':
      return Uint8Array.of(...before, byte, ...after)
    case 'repeat':
      return Uint8Array.of(...before, ...after.subarray(0, length), ...after)
    case 'cut':
      return before
    default: {
      const digit = source.findIndex((value, i) => i >= place && value >= 0x30 && value <= 0x39)
      return digit < 0 ? before : source.map((value, i) => (i === digit ? 0x30 + (byte % 10) : value))
    }
  }
}

describe('random damage', () => {
  test('is refused, or does not matter: never a crash, never another checkpoint', () => {
    let refused = 0
    fc.assert(
      fc.property(
        fc.nat(),
        fc.nat(),
        fc.nat(),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        (s, f, n, changes) => {
          const { checkpoint, forms } = samples[s % samples.length] ?? expect.fail()
          const files = forms[f % forms.length] ?? expect.fail()
          const damaged = files.map((file, i) =>
            i === n % files.length ? { ...file, bytes: changes.reduce(mutate, file.bytes) } : file
          )
          const loaded = decodeOrRefuse(damaged)
          if (loaded === undefined) refused += 1
          else expect(bitsOf(loaded)).toEqual(bitsOf(checkpoint))
        }
      ),
      { numRuns: 2500 }
    )
    expect(refused).toBeGreaterThan(1000)
  })

  test('random bytes and random JSON are refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.json().map(bytesOf)), (bytes) => {
        expect(decodeOrRefuse([{ name: 'a.json', bytes }])).toBeUndefined()
      }),
      { numRuns: 1000 }
    )
  })
})

/** A copy of a JSON value in which the node with that number, counted depth first, is another one. */
function replaceNode(value: unknown, target: number, replacement: unknown): unknown {
  let count = -1
  const visit = (node: unknown): unknown => {
    count += 1
    if (count === target) return replacement
    if (Array.isArray(node)) return node.map(visit)
    if (typeof node !== 'object' || node === null) return node
    return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, visit(child)]))
  }
  return visit(value)
}

function countNodes(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  return Object.values(value).reduce<number>((sum, child) => sum + countNodes(child), 1)
}

test('content forged together with its checksum is refused, or is a checkpoint that fits together', () => {
  const hostile = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom<unknown>(0, -1, 1e308, 2 ** 53, '', 'NaN', null, [], {}, ['__proto__'], 'a'.repeat(1000)),
    fc.integer()
  )
  let accepted = 0
  fc.assert(
    fc.property(fc.nat(), fc.nat(), hostile, (s, n, replacement) => {
      const { checkpoint } = samples[s % samples.length] ?? expect.fail()
      const weights = encodeWeights(checkpoint)
      const content = {
        model: encodeLayersModel(checkpoint.config.model),
        weights: Buffer.from(weights).toString('base64'),
        training: encodeTraining(checkpoint, weights)
      }
      const forged = replaceNode(content, n % countNodes(content), replacement)
      const bytes = bytesOf(sealJson('tenfold-checkpoint', forged))
      const loaded = decodeOrRefuse([{ name: 'a.tenfold.json', bytes }])
      if (loaded === undefined) return
      accepted += 1
      const shapes = parameterShapes(loaded.config.model)
      expect(loaded.state.weights.map(({ name, shape }) => [name, shape])).toEqual(
        shapes.map(({ name, shape }) => [name, shape])
      )
      const lengths = (parameters: typeof shapes): number[] => parameters.map(({ shape }) => volume(shape))
      expect(loaded.state.weights.map(({ values }) => values.length)).toEqual(lengths(shapes))
      const trainable = shapes.filter((parameter) => parameter.trainable)
      for (const arrays of loaded.state.optimizerState) {
        expect(arrays.map(({ length }) => length)).toEqual(lengths(trainable))
      }
      for (const values of [loaded.state.weights.map((w) => w.values), ...loaded.state.optimizerState]) {
        expect(values.every((array) => array.every(Number.isFinite))).toBe(true)
      }
    }),
    { numRuns: 2000 }
  )
  expect(accepted).toBeGreaterThan(0)
  expect(Object.keys(Object.prototype)).toEqual([])
})
