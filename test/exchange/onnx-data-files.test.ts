import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { LabError } from '../../src/core/base/lab-error'
import type { CheckpointFile } from '../../src/lab/checkpoint/decode-checkpoint-files'
import {
  AttributeProto_AttributeType,
  TensorProto_DataLocation
} from '../../src/lab/exchange/onnx/file/onnx_pb'
import { readNetworkFile } from '../../src/lab/exchange/network-file'
import { failureOfAsync } from './failure-of'
import { growth } from './growth'
import { floats, node, onnxFile, type Tensor } from './onnx-graphs'
import { zipBytes } from './zip-bytes'

const torch = ['torch-external.onnx', 'torch-external.onnx.data'].map((name): CheckpointFile => ({
  name,
  bytes: readFileSync(new URL(`files/${name}`, import.meta.url))
}))
const [network = { name: '', bytes: new Uint8Array() }, data = network] = torch

async function layersOf(files: readonly CheckpointFile[]): Promise<number> {
  const read = await readNetworkFile(files)
  if (read.kind !== 'whole') throw new Error('a network was expected')
  return read.checkpoint.config.model.layers.length
}

/** With another name of as many letters for the file of its weights. */
function renamed(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1')
  return Buffer.from(text.replaceAll('.onnx.data', '.onnx.ckpt'), 'latin1')
}

async function refusal(...files: readonly CheckpointFile[]): Promise<LabError> {
  const memory = growth()
  const error = await failureOfAsync(() => readNetworkFile(files))
  expect(memory.peak()).toBeLessThan(512e6)
  expect(error.code).toBe('checkpoint-invalid')
  expect(error.message.length).toBeLessThan(400)
  expect(error.hint).not.toBe('')
  return error
}

describe('weights in a file beside the network', () => {
  test('are read with it, in whatever order both come', async () => {
    expect(await layersOf(torch)).toBeGreaterThan(10)
    expect(await layersOf([...torch].reverse())).toBeGreaterThan(10)
  })

  test('are read out of an archive, with other files beside', async () => {
    const pieces = torch.map(({ name, bytes }) => ({ name: `net/${name}`, content: bytes, deflate: true }))
    const notes = { name: 'net/README.md', content: Buffer.from('A network.') }
    expect(await layersOf([{ name: 'net.zip', bytes: zipBytes([...pieces, notes]) }])).toBeGreaterThan(10)
  })

  test('are asked for by name', async () => {
    const missing = await refusal(network)
    expect(missing.message).toBe(
      'torch-external.onnx keeps its weights in torch-external.onnx.data, which is missing.'
    )
    expect(missing.hint).toContain('external_data=False')
    expect((await refusal(data)).message).toContain('is the file of weights of an ONNX network')
  })

  test('that belong to another network, or were cut off, are refused', async () => {
    expect((await refusal(network, { ...data, bytes: data.bytes.subarray(0, 800) })).message).toMatch(
      /^The numbers .+ are said to be [\d,]+ bytes from byte [\d,]+ of torch-external\.onnx\.data, which has 800 bytes\.$/
    )
  })

  test('are weights whatever they are called', async () => {
    const onnx = { ...network, bytes: renamed(network.bytes) }
    const pt = { ...data, name: 'torch-external.onnx.ckpt' }
    expect(await layersOf([onnx, pt])).toBeGreaterThan(10)
    const pieces = [onnx, pt].map(({ name, bytes }) => ({ name, content: bytes }))
    expect(await layersOf([{ name: 'net.zip', bytes: zipBytes(pieces) }])).toBeGreaterThan(10)
  })

  test('several networks at once are named', async () => {
    expect((await refusal(network, data, { ...network, name: 'other.onnx' })).message).toBe(
      'These are several networks: torch-external.onnx, other.onnx.'
    )
  })
})

describe('what a hostile file says of its weights', () => {
  const bytes = new Uint8Array(Float32Array.from({ length: 96 }, (_, i) => i / 96).buffer)
  const entries = (said: Readonly<Record<string, string>>) =>
    Object.entries(said).map(([key, value]) => ({ key, value }))
  const outside = (said: Readonly<Record<string, string>>, tensor: Partial<Tensor> = {}): Tensor => ({
    name: 'w',
    dims: [2n, 48n],
    dataType: 1,
    dataLocation: TensorProto_DataLocation.EXTERNAL,
    externalData: entries(said),
    ...tensor
  })
  const withWeights = (w: Tensor): CheckpointFile => ({
    name: 'net.onnx',
    bytes: onnxFile({
      node: [node('Flatten', ['image'], 'flat'), node('Gemm', ['flat', 'w', 'b'], 'scores', { transB: 1 })],
      initializer: [w, floats('b', [2])]
    })
  })
  const beside: CheckpointFile = { name: 'net.data', bytes }

  test('the whole file is meant where no place is given', async () => {
    expect(await layersOf([withWeights(outside({ location: 'net.data' })), beside])).toBe(2)
    expect(await layersOf([withWeights(outside({ location: './net.data', length: '384' })), beside])).toBe(2)
  })

  const hostile: readonly (readonly [what: string, tensor: Tensor, message: RegExp])[] = [
    ['a path that leads out', outside({ location: '../net.data' }), /must be in the same folder/],
    ['a folder', outside({ location: 'a/net.data' }), /must be in the same folder/],
    ['an absolute path', outside({ location: '/etc/passwd' }), /must be in the same folder/],
    ['a path of Windows', outside({ location: 'C:\\net.data' }), /must be in the same folder/],
    ['an address', outside({ location: 'https://x.example/net.data' }), /must be in the same folder/],
    ['no name', outside({ offset: '0' }), /in another file, which is not named/],
    ['an empty name', outside({ location: '' }), /in another file, which is not named/],
    ['a negative place', outside({ location: 'net.data', offset: '-4' }), /said to lie at “-4”/],
    ['a place that is no number', outside({ location: 'net.data', offset: '0x10' }), /said to lie at “0x10”/],
    [
      'an endless number',
      outside({ location: 'net.data', length: '9'.repeat(400) }),
      /said to lie at “9{60}…”/
    ],
    ['a place behind the end', outside({ location: 'net.data', offset: '400' }), /which has 384 bytes/],
    [
      'more than there is',
      outside({ location: 'net.data', offset: '4', length: '384' }),
      /which has 384 bytes/
    ],
    ['2^50 bytes', outside({ location: 'net.data', length: String(2 ** 49) }), /which has 384 bytes/],
    ['too few numbers', outside({ location: 'net.data', length: '380' }), /should be 96 by their shape/],
    ['half a number', outside({ location: 'net.data', length: '383' }), /should be 96 by their shape/],
    [
      'the network as its own weights',
      outside({ location: 'net.onnx', length: '384' }),
      /keeps its weights in net\.onnx, which is missing/
    ],
    [
      'a type that is none',
      outside({ location: 'net.data' }, { dataType: 99 }),
      /a type that Tenfold does not read/
    ]
  ]
  test.each(hostile)('%s', async (_, tensor, message) => {
    expect((await refusal(withWeights(tensor), beside)).message).toMatch(message)
  })

  test('ten thousand tensors in one place', async () => {
    const large: CheckpointFile = { name: 'net.data', bytes: new Uint8Array(40_000_000) }
    const many = Array.from({ length: 10_000 }, (_, i) =>
      outside({ location: 'net.data' }, { name: `t${i}`, dims: [10_000_000n] })
    )
    const adds = many.map((_, i) => node('Add', [i === 0 ? 'image' : `x${i - 1}`, `t${i}`], `x${i}`))
    const file = { name: 'net.onnx', bytes: onnxFile({ node: adds, initializer: many }) }
    await refusal(file, large)
  })

  test('a constant in another file', async () => {
    const constant = {
      opType: 'Constant',
      input: [],
      output: ['w'],
      attribute: [
        { name: 'value', type: AttributeProto_AttributeType.TENSOR, t: outside({ location: 'net.data' }) }
      ]
    }
    const gemm = node('Gemm', ['flat', 'w', 'b'], 'scores', { transB: 1 })
    const file = (files: readonly CheckpointFile[]): readonly CheckpointFile[] => [
      {
        name: 'net.onnx',
        bytes: onnxFile({
          node: [constant, node('Flatten', ['image'], 'flat'), gemm],
          initializer: [floats('b', [2])]
        })
      },
      ...files
    ]
    expect(await layersOf(file([beside]))).toBe(2)
    expect((await refusal(...file([]))).message).toContain('net.data, which is missing')
  })
})
