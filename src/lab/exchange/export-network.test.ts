import { unzipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { lessonDataset } from '../../core/data/lesson-dataset'
import { programFormatIds, networkFormats } from '../../core/exchange/network-formats'
import { initialWeights } from '../../core/model/initial-weights'
import { untrainedState } from '../../core/model/weights'
import { lessonConfig } from '../../core/settings/run-config'
import type { Checkpoint } from '../../core/training/checkpoint'
import { startPosition } from '../../core/training/train-job'
import { z } from '../../core/base/schema'
import { exportNetwork } from './export-network'

const weights = initialWeights(lessonConfig.model, 1)
const checkpoint: Checkpoint = {
  config: lessonConfig,
  classes: lessonDataset.classes,
  dataset: lessonDataset,
  epoch: 1,
  position: startPosition(0.001),
  state: untrainedState(weights),
  average: weights.map((weight) => ({ ...weight, values: weight.values.map((value) => value / 2) })),
  versions: {}
}

const rest = { preprocessing: false, version: '1.0.0' }
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.from(a).equals(b)

interface ZipRecord {
  readonly name: string
  readonly compressed: boolean
  /** Where its data begins. */
  readonly offset: number
}

/** What a zip archive holds, from the headers in front of each file: "PK", 3, 4. */
function recordsOf(bytes: Uint8Array): ZipRecord[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const found: ZipRecord[] = []
  for (let at = 0; view.getUint32(at, true) === 0x04034b50;) {
    const nameEnd = at + 30 + view.getUint16(at + 26, true)
    const offset = nameEnd + view.getUint16(at + 28, true)
    const name = new TextDecoder().decode(bytes.subarray(at + 30, nameEnd))
    found.push({ name, compressed: view.getUint16(at + 8, true) !== 0, offset })
    at = offset + view.getUint32(at + 18, true)
  }
  return found
}

test('a .pth file is laid out as torch.save lays it out, and every record can be mapped into memory', async () => {
  const { fileName, bytes } = await exportNetwork(checkpoint, { format: 'pytorch', averaged: false, ...rest })
  expect(fileName).toBe('cifar_net.pth')
  const entries = recordsOf(bytes)
  expect(entries.map(({ name }) => name)).toEqual([
    'cifar_net/data.pkl',
    'cifar_net/byteorder',
    ...Array.from({ length: 10 }, (_, i) => `cifar_net/data/${i}`),
    'cifar_net/version'
  ])
  expect(entries.filter(({ compressed, offset }) => compressed || offset % 64 !== 0)).toEqual([])
})

test('a safetensors file says what is where', async () => {
  const { bytes } = await exportNetwork(checkpoint, { format: 'safetensors', averaged: false, ...rest })
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true))
  expect(length % 8).toBe(0)
  const header: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))
  const tensor = z.object({ dtype: z.string(), shape: z.array(z.int()), data_offsets: z.array(z.int()) })
  const { __metadata__: metadata, ...tensors } = z
    .looseObject({ __metadata__: z.record(z.string(), z.string()) })
    .parse(header)
  expect(metadata).toMatchObject({ format: 'pt', pixels: '-1..1' })
  const read = z.record(z.string(), tensor).parse(tensors)
  expect(read['conv1.weight']).toEqual({ dtype: 'F32', shape: [6, 3, 5, 5], data_offsets: [0, 1800] })
  expect(read['fc3.bias']?.data_offsets[1]).toBe(bytes.length - 8 - length)
})

describe('whatever the format', () => {
  test.each(programFormatIds)('%s: the same network gives the same file', async (format) => {
    const options = { format, averaged: false, ...rest }
    const [one, other] = [await exportNetwork(checkpoint, options), await exportNetwork(checkpoint, options)]
    expect(same(one.bytes, other.bytes)).toBe(true)
  })

  test('the average takes the place of the weights where it is asked for and is there', async () => {
    const { bytes: average } = await exportNetwork(checkpoint, {
      format: 'pytorch',
      averaged: true,
      ...rest
    })
    const state = untrainedState(checkpoint.average ?? [])
    const expected = await exportNetwork(
      { ...checkpoint, state },
      { format: 'pytorch', averaged: false, ...rest }
    )
    expect(same(average, expected.bytes)).toBe(true)
    const { average: _, ...without } = checkpoint
    await expect(exportNetwork(without, { format: 'pytorch', averaged: true, ...rest })).rejects.toThrow(
      'has no average'
    )
    for (const format of ['pytorch-training', 'pytorch-project'] as const)
      await expect(exportNetwork(checkpoint, { format, averaged: true, ...rest })).rejects.toThrow(
        'goes on from the weights themselves'
      )
  })

  test.each(programFormatIds.filter((id) => !networkFormats[id].takesPreprocessing))(
    '%s refuses the preprocessing',
    async (format) => {
      const options = { ...rest, format, averaged: false, preprocessing: true }
      await expect(exportNetwork(checkpoint, options)).rejects.toThrow('cannot hold the preprocessing')
    }
  )

  test('weights that are no numbers are refused', async () => {
    const state = untrainedState(
      weights.map((weight, i) =>
        i === 3 ? { ...weight, values: new Float32Array(weight.values.length).fill(NaN) } : weight
      )
    )
    for (const format of programFormatIds)
      await expect(
        exportNetwork({ ...checkpoint, state }, { format, averaged: false, ...rest })
      ).rejects.toThrow('diverged')
  })
})

describe('a project that carries a training on', () => {
  const options = { format: 'pytorch-project', averaged: false, ...rest } as const
  const filesOf = async (given: Checkpoint): Promise<Readonly<Record<string, string>>> => {
    const { bytes } = await exportNetwork(given, options)
    return Object.fromEntries(
      Object.entries(unzipSync(bytes)).map(([name, content]) => [name, new TextDecoder().decode(content)])
    )
  }

  test('lies in one folder', async () => {
    expect(Object.keys(await filesOf(checkpoint))).toEqual(
      [
        'README.txt',
        'train_on.py',
        'cifar_net-training.pth',
        'order/training.npy',
        'order/epoch-1.npy',
        'order/epoch-2.npy'
      ].map((name) => `cifar_net-pytorch/${name}`)
    )
  })

  test('says what it carries on, and at which rate it goes on after the end', async () => {
    const position = { ...checkpoint.position, step: 12_500 }
    const middle = (await filesOf({ ...checkpoint, position }))['cifar_net-pytorch/README.txt']
    expect(middle).toContain('carried on in PyTorch from step 12,500')
    expect(middle).toContain('It goes on in epoch 2 and stops at the end of epoch 2')
    const over = await filesOf({ ...checkpoint, position: { ...position, step: 25_000 } })
    expect(over['cifar_net-pytorch/README.txt']).toContain(
      'at the learning rate of the run’s last step: 0.001.'
    )
    expect(over['cifar_net-pytorch/order/epoch-12.npy']).toBeDefined()
  })

  test('reads Tenfold’s own files of a data set that torchvision does not know', async () => {
    const dataset = { ...lessonDataset, id: 'mine', hash: 'f'.repeat(64) }
    const files = await filesOf({ ...checkpoint, dataset })
    expect(files['mine-pytorch/README.txt']).toContain('datasets/mine in Tenfold’s data folder')
    expect(files['mine-pytorch/train_on.py']).toContain("f'{options.data}/{name}', np.uint8)")
  })

  test('is refused where there is no training to carry on', async () => {
    await expect(exportNetwork({ ...checkpoint, dataset: undefined }, options)).rejects.toThrow(
      'there is no training here to carry on'
    )
    const { name, hash } = lessonDataset
    await expect(exportNetwork({ ...checkpoint, dataset: { name, hash } }, options)).rejects.toThrow(
      'An earlier version'
    )
  })
})
