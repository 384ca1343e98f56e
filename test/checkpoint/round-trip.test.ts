import { mkdtemp, readdir, rm, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Checkpoint } from '../../src/core/training/checkpoint'
import type { ModelSpec } from '../../src/core/model/model-spec'
import { encodeCheckpointFile } from '../../src/lab/checkpoint/checkpoint-file'
import { decodeCheckpointFiles } from '../../src/lab/checkpoint/decode-checkpoint-files'
import { readCheckpoint } from '../../src/lab/checkpoint/read-checkpoint'
import { writeCheckpoint } from '../../src/lab/checkpoint/write-checkpoint'
import { packNetwork } from '../../src/lab/exchange/apart/pack-network'
import { packedHead } from '../../src/lab/exchange/apart/reader-protocol'
import { unpackNetwork } from '../../src/lab/exchange/apart/unpack-network'
import { arbitraryCheckpoint } from './arbitrary-checkpoint'
import { bitsOf } from './bits-of'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-checkpoint-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

const sample = (): Checkpoint => {
  const [checkpoint] = fc.sample(arbitraryCheckpoint, { numRuns: 1, seed: 5 })
  if (checkpoint === undefined) throw new Error('no sample')
  return checkpoint
}

describe('bit for bit', () => {
  test('through one file', () => {
    fc.assert(
      fc.property(arbitraryCheckpoint, (checkpoint) => {
        const bytes = new TextEncoder().encode(encodeCheckpointFile(checkpoint))
        const loaded = decodeCheckpointFiles([{ name: 'a.tenfold.json', bytes }])
        expect(bitsOf(loaded)).toEqual(bitsOf(checkpoint))
      }),
      { numRuns: 300 }
    )
  })

  test('out of the process that reads files', () => {
    fc.assert(
      fc.property(arbitraryCheckpoint, (checkpoint) => {
        const { head, bytes } = packNetwork({ kind: 'whole', file: 'a', labels: undefined, checkpoint })
        const carried = packedHead.parse(JSON.parse(JSON.stringify(head)))
        const loaded = unpackNetwork({ head: carried, bytes }, 'a.tenfold.json')
        expect(loaded.kind === 'whole' && bitsOf(loaded.checkpoint)).toEqual(bitsOf(checkpoint))
      }),
      { numRuns: 100 }
    )
  })

  test('through a folder, which a second write replaces', async () => {
    const path = join(folder, 'checkpoints', '2000')
    await fc.assert(
      fc.asyncProperty(arbitraryCheckpoint, async (checkpoint) => {
        await writeCheckpoint(path, checkpoint)
        expect(bitsOf(await readCheckpoint(path))).toEqual(bitsOf(checkpoint))
      }),
      { numRuns: 40 }
    )
    expect(await readdir(join(folder, 'checkpoints'))).toEqual(['2000'])
    expect((await readdir(path)).sort()).toEqual(['model.json', 'training.json', 'weights.bin'])
  })
})

describe('what is not written', () => {
  test.each([
    ['a weight', NaN, (c: Checkpoint): Float32Array | undefined => c.state.weights.at(-1)?.values],
    [
      'a value that the optimizer keeps',
      Infinity,
      (c: Checkpoint): Float32Array | undefined => c.state.optimizerState[0]?.at(-1)
    ]
  ])('%s that is no longer finite', async (_, value, pick) => {
    const source = sample()
    const checkpoint = {
      ...source,
      state: { ...source.state, optimizerState: [source.state.weights.map((w) => w.values.slice())] }
    }
    pick(checkpoint)?.fill(value)
    const path = join(folder, 'diverged')
    await expect(writeCheckpoint(path, checkpoint)).rejects.toMatchObject({ code: 'diverged' })
    expect(() => encodeCheckpointFile(checkpoint)).toThrow('no longer finite')
    expect(await readdir(folder)).not.toContain('diverged')
  })

  test('a network of more parameters than a checkpoint holds', () => {
    const source = sample()
    const model: ModelSpec = {
      inputShape: [64, 64, 1],
      layers: [
        { type: 'flatten', name: 'f' },
        { type: 'dense', name: 'd', units: 4096 }
      ]
    }
    const large = { ...source, config: { ...source.config, model } }
    expect(() => encodeCheckpointFile(large)).toThrow(
      '16,781,312 parameters; Tenfold trains at most 16,000,000'
    )
  })
})

test('a folder without its training state is not resumed from', async () => {
  const path = join(folder, 'torn')
  await writeCheckpoint(path, sample())
  await unlink(join(path, 'training.json'))
  const reading = readCheckpoint(path)
  await expect(reading).rejects.toMatchObject({ code: 'not-found' })
  await expect(reading).rejects.toThrow('training.json is missing')
})
