import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { readInput } from './read-input'

test('bytes are put together, however they come', async () => {
  const stream = new PassThrough()
  const first = readInput(stream, 5)
  stream.write(Buffer.from([1, 2]))
  stream.write(Buffer.from([3]))
  setImmediate(() => stream.write(Buffer.from([4, 5])))
  expect([...(await first)]).toEqual([1, 2, 3, 4, 5])
  expect(await readInput(stream, 0)).toHaveLength(0)
  const large = new Uint8Array(300_000).fill(7)
  const second = readInput(stream, large.length)
  stream.write(large)
  expect(await second).toEqual(large)
})
