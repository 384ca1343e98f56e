import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LabError } from '../../src/core/base/lab-error'
import { decodePth } from '../../src/lab/exchange/torch/decode-pth'
import { tensorsIn } from '../../src/lab/exchange/torch/tensors-in'
import { torchGlobals } from '../../src/lab/exchange/torch/torch-globals'
import { bytesOf, dict, int, name, proto, storage, tensor, text, tuple } from './pickle-bytes'
import { zipBytes } from './zip-bytes'

const opcodes = Array.from(
  '(012FGIJKLMNPQRSTUVX)]}abcdeghijlopqrstu\x82\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8e\x8f'
)
const globals = Object.keys(torchGlobals).map((full) => {
  const at = full.lastIndexOf('.')
  return name(full.slice(0, at), full.slice(at + 1))
})
const pieces = [
  storage('0', int(4)),
  tensor([2, 2], [2, 1]),
  tensor([2], [0], { offset: 3 }),
  dict({ w: tensor([4], [1]) }),
  tuple(int(0), tuple(int(2)), tuple(int(1))),
  ...['storage', 'cpu', '0', 'f8', 'latin1', 'w', ''].map(text),
  ...[0, 1, 4, -1, 2 ** 31 - 1].map(int),
  'q\0',
  'h\0',
  ')R',
  '\x90',
  '\x91',
  '\x93',
  '\x94'
]

test('any row of instructions becomes tensors or a LabError', () => {
  const piece = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...opcodes) },
    { weight: 2, arbitrary: fc.constantFrom(...pieces) },
    { weight: 2, arbitrary: fc.constantFrom(...globals) }
  )
  const calls = fc.tuple(fc.constantFrom(...globals), fc.array(piece, { maxLength: 8 }))
  const row = fc.oneof(
    fc.array(piece, { maxLength: 30 }).map((parts) => parts.join('')),
    calls.map(([global, parts]) => `}(${text('w')}${global}(${parts.join('')}tRu`)
  )
  fc.assert(
    fc.property(row, (pickle) => {
      const file = zipBytes([
        { name: 'data.pkl', content: bytesOf(`${proto}${pickle}.`) },
        { name: 'data/0', content: Buffer.alloc(16) }
      ])
      expect(failsWell(() => tensorsIn(decodePth(file, 'net.pth')))).toBe(true)
    }),
    { numRuns: 5000 }
  )
})

/** Whether a call returns or throws a LabError. Whatever else it throws is thrown on. */
function failsWell(call: () => unknown): boolean {
  try {
    call()
  } catch (error) {
    if (!(error instanceof LabError)) throw error
  }
  return true
}
