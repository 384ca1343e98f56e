import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from '../../src/core/base/schema'
import { decodeSafetensors } from '../../src/lab/exchange/safetensors/decode-safetensors'
import type { NamedTensors } from '../../src/lab/exchange/tensors/named-tensor'
import { decodePth } from '../../src/lab/exchange/torch/decode-pth'
import { readTensors } from '../../src/lab/exchange/torch/read-tensors'
import { tensorsIn } from '../../src/lab/exchange/torch/tensors-in'
import { failureOf } from './failure-of'

const folder = path.join(import.meta.dirname, 'files')
const bytesOf = (file: string): Uint8Array => readFileSync(path.join(folder, file))
const json = (file: string): unknown => JSON.parse(readFileSync(path.join(folder, file), 'utf8'))
const names = readdirSync(folder)

const tensors = z.array(
  z.object({ name: z.string(), type: z.string(), shape: z.array(z.int()), values: z.array(z.number()) })
)
const files = z.record(
  z.string(),
  z.object({ path: z.string(), numbers: z.record(z.string(), z.number()), tensors })
)
const readable = names
  .filter((name) => /^torch-[\d.]+\.json$/.test(name))
  .flatMap((name) => Object.entries(files.parse(json(name))))

/** As the scripts write them. A negative zero is told apart. */
function plain(found: NamedTensors): unknown {
  return found.map(({ name, type, shape, values }) => ({
    name,
    type,
    shape: [...shape],
    values: [...values]
  }))
}

describe('files of torch.save', () => {
  test('both versions wrote their files', () => {
    expect(readable.length).toBeGreaterThan(40)
    expect(new Set(readable.map(([name]) => /torch-[0-9.]+(?=\.pth)/.exec(name)?.[0]))).toEqual(
      new Set(['torch-1.13', 'torch-2.15'])
    )
  })

  test.each(readable)('%s', (name, expected) => {
    const content = decodePth(bytesOf(name), name)
    expect(content.format).toBe(name.includes('legacy') ? 'legacy' : 'zip')
    const found = tensorsIn(content)
    expect(found.path).toBe(expected.path)
    expect(Object.fromEntries(found.numbers)).toEqual(expected.numbers)
    expect(found.others).toEqual([])
    expect(plain(found.tensors)).toEqual(expected.tensors)
  })

  test.each(names.filter((name) => name.startsWith('checkpoint-adam')))('%s: the optimizer', (name) => {
    const content = decodePth(bytesOf(name), name)
    const { optimizer, candidates } = tensorsIn(content)
    expect(candidates).toEqual([{ path: 'model_state_dict', tensors: 9 }])
    const state = optimizer?.entries.get('state')
    if (state === undefined || state === null || typeof state !== 'object' || state.kind !== 'dict')
      throw new Error('no state')
    expect([...state.entries.keys()]).toEqual([0, 1, 2, 3, 4, 5])
    const first = state.entries.get(0)
    if (first === undefined || first === null || typeof first !== 'object' || first.kind !== 'dict')
      throw new Error('no state of the first parameter')
    const moment = first.entries.get('exp_avg')
    if (moment === undefined || moment === null || typeof moment !== 'object' || moment.kind !== 'tensor')
      throw new Error('no moment')
    expect(moment.shape).toEqual([2, 3, 3, 3])
    const [read] = readTensors([['exp_avg', moment]], content)
    expect(read?.values).toHaveLength(54)
    expect(read?.values.some((value) => value !== 0)).toBe(true)
  })

  test('several state dicts are listed, and each can be chosen', () => {
    const content = decodePth(bytesOf('checkpoint-sgd-torch-2.15.pth'), 'net.pth')
    const found = tensorsIn(content)
    expect(found.candidates).toEqual([
      { path: 'net', tensors: 9 },
      { path: 'ema', tensors: 10 }
    ])
    expect(tensorsIn(content, 'ema').tensors.map(({ name }) => name)).toEqual([
      'n_averaged',
      ...found.tensors.map(({ name }) => name)
    ])
    expect(failureOf(() => tensorsIn(content, 'model'))).toMatchObject({
      message: 'net.pth has no state dict under model.',
      hint: 'It has them under: net, ema.'
    })
  })

  const refused: Readonly<Record<string, RegExp>> = {
    network: /^\S+ holds more than weights: an object of the class __main__\.Net, such as a whole network\.$/,
    'network-legacy': /an object of the class torch\.nn\.modules\.activation\.ReLU/,
    sparse: /holds a sparse tensor \(torch\._utils\._rebuild_sparse_tensor\)/,
    quantized: /holds a quantized tensor \(torch\._utils\._rebuild_qtensor\)/,
    complex: /holds numbers of a type that Tenfold does not read \(torch\.ComplexFloatStorage\)/,
    uint16: /holds numbers of a type that Tenfold does not read \(torch\.uint16\)/,
    nan: /^The values of weight in \S+ contain NaN, which is not a finite number\.$/,
    'too-large': /^The values of weight in \S+ contain 1e\+300, which is too large for float32\.$/,
    negated: /has a tensor whose numbers are to be changed/,
    tensor: /holds no state dict/,
    script: /is a TorchScript archive/,
    pickle: /holds another file inside itself, .* \(torch\.storage\._load_from_bytes\)/
  }
  test.each(names.filter((name) => /^refused-.*\.pth$/.test(name)))('%s', (name) => {
    const why = refused[name.replace(/^refused-(.*)-torch-.*$/, '$1')]
    if (why === undefined) throw new Error('a file without a reason')
    const error = failureOf(() => tensorsIn(decodePth(bytesOf(name), name)))
    expect(error).toMatchObject({ code: 'checkpoint-invalid' })
    expect(error.message).toMatch(why)
    expect(error.hint).toMatch(/torch\.save\(|float32|save|checkpoint/)
  })
})

describe('files of safetensors', () => {
  const expected = z
    .record(z.string(), z.object({ metadata: z.record(z.string(), z.string()), tensors }))
    .parse(json('safetensors.json'))

  test.each(Object.entries(expected))('%s', (name, { metadata, tensors: wanted }) => {
    const found = decodeSafetensors(bytesOf(name), name)
    expect(Object.fromEntries(found.metadata)).toEqual(metadata)
    const byName = new Map(wanted.map((tensor) => [tensor.name, tensor]))
    expect(plain(found.tensors)).toEqual(found.tensors.map(({ name: tensor }) => byName.get(tensor)))
    expect(found.tensors).toHaveLength(wanted.length)
  })

  test.each([
    ['refused-nan.safetensors', 'contain NaN'],
    ['refused-complex.safetensors', 'holds numbers of the type C64']
  ])('%s', (name, why) => {
    const error = failureOf(() => decodeSafetensors(bytesOf(name), name))
    expect(error).toMatchObject({ code: 'checkpoint-invalid' })
    expect(error.message).toContain(why)
  })
})
