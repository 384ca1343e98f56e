import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { LabError } from '../../src/core/base/lab-error'
import { required } from '../../src/core/base/required'
import { z } from '../../src/core/base/schema'
import { readNetworkFile } from '../../src/lab/exchange/network-file'
import { ValueBudget } from '../../src/lab/exchange/tensors/value-budget'
import { ZipArchive } from '../../src/lab/exchange/zip/zip-archive'
import { writeHdf5 } from '../../src/lab/exchange/hdf5/write-hdf5'
import { failureOfAsync } from './failure-of'
import { growth } from './growth'
import { zipBytes, type ZipPiece } from './zip-bytes'

const sound = readFileSync(new URL('files/sequential-keras.keras', import.meta.url))
const archive = new ZipArchive(sound, 'sound', new ValueBudget('sound'))
const pieces = archive.names.map((name): ZipPiece => ({ name, content: archive.read(name) }))
const text = Buffer.from(archive.read('config.json')).toString()
const topology = z.looseObject({ config: z.looseObject({ layers: z.array(z.looseObject({})) }) })

const marshalled = {
  class_name: '__lambda__',
  config: { code: '4wEAAAAAAAAAAAAAAAEAAAADAAAA', defaults: null }
}

const withPieces = (change: (piece: ZipPiece) => ZipPiece | undefined, more: readonly ZipPiece[] = []) =>
  zipBytes([...pieces.flatMap((piece) => change(piece) ?? []), ...more])
const withConfig = (config: unknown) =>
  withPieces((piece) =>
    piece.name === 'config.json'
      ? { ...piece, content: Buffer.from(typeof config === 'string' ? config : JSON.stringify(config)) }
      : piece
  )
/** In place of the first layer behind the input. */
const withLayer = (layer: object) => {
  const config = topology.parse(JSON.parse(text))
  return withConfig({
    ...config,
    config: { ...config.config, layers: config.config.layers.map((one, i) => (i === 1 ? layer : one)) }
  })
}
const withWeights = async (content: Parameters<typeof writeHdf5>[0]) => {
  const bytes = await writeHdf5(content)
  return withPieces((piece) => (piece.name === 'model.weights.h5' ? { ...piece, content: bytes } : piece))
}
const without = (name: string, more: readonly ZipPiece[] = []) =>
  withPieces((piece) => (piece.name === name ? undefined : piece), more)

async function refusal(bytes: Uint8Array, name = 'net.keras'): Promise<LabError> {
  const started = performance.now()
  const memory = growth()
  const error = await failureOfAsync(() => readNetworkFile([{ name, bytes }]))
  expect(performance.now() - started).toBeLessThan(60_000)
  expect(memory.peak()).toBeLessThan(512e6)
  expect(error.code).toBe('checkpoint-invalid')
  expect(error.message.length).toBeLessThan(400)
  expect(error.hint).not.toBe('')
  return error
}

test('what TensorFlow saves is refused by what it is', async () => {
  const error = await refusal(Buffer.alloc(8), 'my-net/saved_model.pb')
  expect(error.message).toContain('saved_model.pb is a SavedModel of TensorFlow')
})

test('the archive is sound before it is changed', async () => {
  expect((await readNetworkFile([{ name: 'net.keras', bytes: zipBytes(pieces) }])).kind).toBe('whole')
})

describe('code is refused by name, and never run', () => {
  const lambda = { module: 'keras.layers', class_name: 'Lambda', registered_name: null }
  test.each([
    [
      'a Lambda with a marshalled function',
      { ...lambda, config: { name: 'l', function: marshalled } },
      'Lambda'
    ],
    [
      'a Lambda of Keras 2',
      { class_name: 'Lambda', config: { name: 'l', function: ['4wEAAA==', null, null] } },
      'Lambda'
    ],
    [
      'a layer of a module of Python',
      { module: 'os', class_name: 'system', config: { command: 'id' } },
      'system of os'
    ],
    [
      'a function of a module of Python',
      { module: 'builtins', class_name: 'eval', config: 'print(1)' },
      'eval of builtins'
    ],
    [
      'a module that only begins like Keras',
      { module: 'keras_evil.layers', class_name: 'Dense', config: { name: 'd' } },
      'keras_evil.layers'
    ],
    [
      'a module that is no text',
      { module: ['os'], class_name: 'Dense', config: { name: 'd' } },
      'not part of Keras'
    ],
    [
      'a class of a package',
      { module: null, class_name: 'Own', config: { name: 'd' }, registered_name: 'pkg>Own' },
      'pkg>Own'
    ],
    [
      'a network in another folder',
      { module: 'keras.layers', class_name: 'TFSMLayer', config: { filepath: '/etc' } },
      'TFSMLayer'
    ],
    [
      'a module of PyTorch in a pickle',
      { module: 'keras.layers', class_name: 'TorchModuleWrapper', config: { module: 'gA==' } },
      'TorchModuleWrapper'
    ]
  ])('%s', async (_, layer, message) => {
    expect((await refusal(withLayer(layer))).message).toContain(message)
  })

  test('deep in the settings of a layer', async () => {
    const initializer = { module: 'subprocess', class_name: 'Popen', config: { args: ['id'] } }
    const layer = {
      module: 'keras.layers',
      class_name: 'Dense',
      config: { name: 'd', units: 3, kernel_initializer: initializer }
    }
    expect((await refusal(withLayer(layer))).message).toContain('Popen of subprocess')
  })

  test('in what the network was compiled with (CVE-2025-1550)', async () => {
    const loss = { module: 'shutil', class_name: 'rmtree', config: { path: '/' } }
    const config = { ...topology.parse(JSON.parse(text)), compile_config: { loss } }
    expect((await refusal(withConfig(config))).message).toContain('rmtree of shutil')
  })

  test('in an HDF5 file', async () => {
    const bytes = await writeHdf5({
      attributes: {
        model_config: JSON.stringify({
          class_name: 'Sequential',
          config: {
            name: 's',
            layers: [{ class_name: 'Lambda', config: { name: 'l', function: marshalled } }]
          }
        })
      }
    })
    expect((await refusal(bytes, 'net.h5')).message).toContain('Lambda')
  })
})

describe('an archive that is none of Keras’s is refused', () => {
  const big = Buffer.alloc(200_000_000)
  test.each([
    [
      'a name that leads out of it',
      withPieces((piece) => piece, [{ name: '../evil.py', content: Buffer.from('x') }]),
      'a name that no checkpoint has'
    ],
    [
      'an absolute name',
      withPieces((piece) => piece, [{ name: '/etc/passwd', content: Buffer.from('x') }]),
      'a name that no checkpoint has'
    ],
    [
      'two of one name',
      withPieces((piece) => piece, [{ name: 'config.json', content: Buffer.from('{}') }]),
      'two files named config.json'
    ],
    [
      'a bomb',
      without('config.json', [{ name: 'config.json', content: big, deflate: true }]),
      'at most 150,000,000 are unpacked'
    ],
    [
      'a bomb that says that it is small',
      without('config.json', [{ name: 'config.json', content: big, deflate: true, listed: { bytes: 100 } }]),
      'does not have the 100 bytes'
    ],
    ['no network', without('config.json'), 'without config.json'],
    ['no weights', without('model.weights.h5'), 'without model.weights.h5'],
    ['a SavedModel', zipBytes([{ name: 'saved_model.pb', content: Buffer.alloc(8) }]), 'SavedModel'],
    [
      'weights that are no HDF5',
      withPieces((piece) =>
        piece.name === 'model.weights.h5' ? { ...piece, content: Buffer.from('PK') } : piece
      ),
      'cannot read it'
    ],
    ['a network that is no JSON', withConfig('{"class_name": '), 'ends in the middle'],
    ['a network nested without end', withConfig(`{"a":${'['.repeat(1e6)}`), 'levels deep'],
    ['a network with a million values', withConfig(`{"a":[${'1,'.repeat(1e6)}1]}`), 'values'],
    ['no archive', Buffer.from('\x89HDF\r\n\x1a\n', 'latin1'), 'cut off']
  ])('%s', async (_, bytes, message) => {
    expect((await refusal(bytes)).message).toContain(message)
  })
})

describe('weights that do not belong to the network are refused', () => {
  const vars = (...shapes: readonly (readonly number[])[]) => ({
    groups: {
      vars: {
        arrays: Object.fromEntries(
          shapes.map((shape, i) => [
            String(i),
            { shape, values: new Float32Array(shape.reduce((product, n) => product * n, 1)) }
          ])
        )
      }
    }
  })
  const right = { conv2d: vars([3, 3, 3, 4], [4]), conv2d_1: vars([3, 2, 4, 5]), dense: vars([10, 3], [3]) }
  test.each([
    ['a missing group', { ...right, dense: {} }, 'has none'],
    [
      'a missing array',
      { ...right, dense: vars([10, 3]) },
      'needs 2 arrays of weights, but layers/dense/vars has 1'
    ],
    ['one array too many', { ...right, dense: vars([10, 3], [3], [3]) }, 'has 3'],
    ['another shape', { ...right, dense: vars([3, 5], [3]) }, 'has shape [3, 5], but its layer needs [10, 3]']
  ])('%s', async (_, groups, message) => {
    expect((await refusal(await withWeights({ groups: { layers: { groups } } }))).message).toContain(message)
  })

  test('and those that do are read', async () => {
    const bytes = await withWeights({ groups: { layers: { groups: right } } })
    expect((await readNetworkFile([{ name: 'net.keras', bytes }])).kind).toBe('whole')
  })

  test('NaN', async () => {
    const dense = vars([10, 3], [3])
    required(dense.groups.vars.arrays['1'], 'a bias').values[1] = NaN
    const bytes = await withWeights({ groups: { layers: { groups: { ...right, dense } } } })
    expect((await refusal(bytes)).message).toContain('not a finite number')
  })
})
