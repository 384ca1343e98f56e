import { expect, test } from 'vitest'
import { plainNames } from './plain-names'

test.each([
  [
    ['conv1.weight', 'fc.bias'],
    ['conv1.weight', 'fc.bias']
  ],
  [
    ['module.conv1.weight', 'module.fc.bias'],
    ['conv1.weight', 'fc.bias']
  ],
  [['_orig_mod.module.fc.bias'], ['fc.bias']],
  [
    ['n_averaged', 'module.fc.bias'],
    ['n_averaged', 'fc.bias']
  ],
  [
    ['module.fc.bias', 'fc.bias'],
    ['module.fc.bias', 'fc.bias']
  ],
  [
    ['n_averaged', 'module.n_averaged'],
    ['n_averaged', 'module.n_averaged']
  ],
  [['module.'], ['module.']],
  [['n_averaged'], ['n_averaged']],
  [[], []]
])('%j -> %j', (names, plain) => {
  expect(plainNames(names)).toEqual(plain)
})
