import { expect } from 'vitest'
import { decodePth } from '../../src/lab/exchange/torch/decode-pth'
import { tensorsIn } from '../../src/lab/exchange/torch/tensors-in'
import { failureOf } from './failure-of'
import { bytesOf, proto } from './pickle-bytes'
import { zipBytes } from './zip-bytes'

/**
 * A .pth file is refused for its pickle.
 * @param pickle of an archive that has 16 bytes of numbers under the key 0 and 16,384 under 1
 */
export function expectRefused(pickle: string, message: string): void {
  const file = zipBytes([
    { name: 'net/data.pkl', content: bytesOf(`${proto}${pickle}.`) },
    { name: 'net/data/0', content: Buffer.alloc(16) },
    { name: 'net/data/1', content: Buffer.alloc(4 * 4096) }
  ])
  const error = failureOf(() => tensorsIn(decodePth(file, 'net.pth')))
  expect(error.code).toBe('checkpoint-invalid')
  expect(error.message).toContain(message)
  expect(error.message.length).toBeLessThan(400)
  expect(error.hint).not.toBe('')
}
