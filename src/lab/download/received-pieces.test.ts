import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { ReceivedPieces } from './received-pieces'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

async function lengths(received: ReceivedPieces, into: number[]): Promise<void> {
  for await (const piece of received.read()) into.push(piece.length)
}

test('what came before the stream broke is read, then the error', async () => {
  const stream = new PassThrough()
  const received = new ReceivedPieces(stream)
  stream.write(new Uint8Array(10))
  stream.write(new Uint8Array(20))
  await turn()
  stream.destroy(new Error('cut'))
  await turn()
  const read: number[] = []
  await expect(lengths(received, read)).rejects.toThrow('cut')
  expect(read).toEqual([10, 20])
})

test('a reader that waits gets what comes, up to the end', async () => {
  const stream = new PassThrough()
  const read: number[] = []
  const reading = lengths(new ReceivedPieces(stream), read)
  await turn()
  stream.write(new Uint8Array(5))
  await turn()
  expect(read).toEqual([5])
  stream.end(new Uint8Array(7))
  await reading
  expect(read).toEqual([5, 7])
})

test('while nobody reads, the other side has to wait', async () => {
  const stream = new PassThrough()
  const received = new ReceivedPieces(stream)
  let written = 0
  while (written < 100 && stream.write(new Uint8Array(16_384))) {
    written += 1
    await turn()
  }
  expect(stream.isPaused()).toBe(true)
  expect(written).toBeLessThan(100)
  const read: number[] = []
  const reading = lengths(received, read)
  stream.end()
  await reading
  expect(read.reduce((sum, bytes) => sum + bytes, 0)).toBe((written + 1) * 16_384)
})
