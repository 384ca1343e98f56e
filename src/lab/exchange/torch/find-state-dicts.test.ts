import { describe, expect, test } from 'vitest'
import type { TensorType } from '../tensors/tensor-type'
import { findStateDicts } from './find-state-dicts'
import type { PthDict, PthTensor, PthValue } from './pth-value'

const tensor = (type: TensorType = 'float32'): PthTensor => ({
  kind: 'tensor',
  type,
  shape: [1],
  strides: [1],
  offset: 0,
  storage: { littleEndian: true, read: () => new Uint8Array(4) }
})
const dict = (entries: Readonly<Record<string, PthValue>>): PthDict => ({
  kind: 'dict',
  entries: new Map(Object.entries(entries))
})
const list = (...items: readonly PthValue[]): PthValue => ({ kind: 'list', items })
const weights = dict({ 'fc.weight': tensor(), 'bn.num_batches_tracked': tensor('int64') })
const optimizer = dict({
  state: { kind: 'dict', entries: new Map([[0, dict({ exp_avg: tensor() })]]) },
  param_groups: list()
})
const paths = (value: PthValue): readonly string[] => findStateDicts(value).stateDicts.map(({ path }) => path)

describe('state dicts', () => {
  test('the whole file, or a part of it, also two levels down', () => {
    expect(paths(weights)).toEqual([''])
    expect(paths(dict({ epoch: 3, state_dict: weights }))).toEqual(['state_dict'])
    expect(paths(dict({ ema: dict({ shadow: weights }) }))).toEqual(['ema.shadow'])
    expect(paths(dict({ a: dict({ b: dict({ c: weights }) }) }))).toEqual([])
  })

  test('the likeliest first, and then in the order of the file', () => {
    const several = dict({ model_ema: weights, b: weights, a: weights, net: weights, state_dict: weights })
    expect(paths(several)).toEqual(['state_dict', 'net', 'model_ema', 'b', 'a'])
  })

  test('not what an optimizer keeps, a single tensor among other things, whole numbers alone, or a list', () => {
    expect(paths(dict({ optimizer }))).toEqual([])
    expect(paths(optimizer)).toEqual([])
    expect(paths(dict({ rng: tensor(), epoch: 3, net: weights }))).toEqual(['net'])
    expect(paths(dict({ steps: tensor('int64') }))).toEqual([])
    expect(paths(list(weights))).toEqual([])
    expect(paths(null)).toEqual([])
  })

  test('what is no tensor in it is told by name', () => {
    const found = findStateDicts(
      dict({ 'fc.weight': tensor(), 'fc.bias': tensor(), 'fc._extra_state': null })
    )
    expect(found.stateDicts[0]?.others).toEqual(['fc._extra_state'])
  })
})

test('the optimizer, alone or in a list, and the numbers beside it', () => {
  const { optimizer: found, numbers } = findStateDicts(
    dict({ epoch: 3, loss: 0.5, arch: 'net', optimizer_states: list(optimizer), net: weights })
  )
  expect(found).toBe(optimizer)
  expect([...numbers]).toEqual([
    ['epoch', 3],
    ['loss', 0.5]
  ])
  expect(findStateDicts(dict({ optim: optimizer })).optimizer).toBe(optimizer)
  expect(findStateDicts(dict({ net: weights })).optimizer).toBeUndefined()
})
