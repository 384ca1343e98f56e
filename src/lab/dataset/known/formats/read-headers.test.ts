import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LabError } from '../../../../core/base/lab-error'
import { ByteReader } from './byte-reader'
import { inPieces } from './in-pieces'
import { readIdxHeader } from './read-idx'
import { readMatVariables } from './read-mat'
import { readNpyHeader } from './read-npy'

const anyBytes = fc.uint8Array({ maxLength: 300 })

async function onlyLabErrors(reading: Promise<unknown>): Promise<void> {
  await reading.catch((error: unknown) => {
    expect(error).toBeInstanceOf(LabError)
  })
}

test('any bytes in the place of a MATLAB file become variables or a LabError', async () => {
  const header = Buffer.concat([
    Buffer.from('MATLAB 5.0'.padEnd(124)),
    Buffer.from([0, 1]),
    Buffer.from('IM')
  ])
  const tag = fc.tuple(fc.constantFrom(14, 15, 6, 5, 1), fc.nat({ max: 300 })).map(([type, bytes]) => {
    const element = Buffer.alloc(8)
    element.writeUInt32LE(type, 0)
    element.writeUInt32LE(bytes, 4)
    return element
  })
  const body = fc
    .array(fc.oneof(tag, anyBytes), { maxLength: 12 })
    .map((parts) => Buffer.concat([header, ...parts]))
  await fc.assert(
    fc.asyncProperty(body, async (file) => {
      const open = (start: number, bytes: number): AsyncIterable<Uint8Array> =>
        inPieces([file.subarray(start, start + bytes)])
      await onlyLabErrors(readMatVariables(open, file.length, 'a file'))
    }),
    { numRuns: 1000 }
  )
})

test('any bytes in the place of an IDX or .npy file become a header or a LabError', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyBytes,
      fc.constantFrom('', '\x93NUMPY\x01\0', '\0\0\x08\x03'),
      async (bytes, begin) => {
        const file = Buffer.concat([Buffer.from(begin, 'latin1'), bytes])
        await onlyLabErrors(readIdxHeader(new ByteReader(inPieces([file]), 'a file'), 3, 'a file'))
        await onlyLabErrors(readNpyHeader(new ByteReader(inPieces([file]), 'a file'), 'a file'))
      }
    ),
    { numRuns: 1000 }
  )
})

test('a reader hands out the same bytes however they arrive', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 20 }),
      fc.infiniteStream(fc.nat({ max: 30 })),
      async (pieces, sizes) => {
        const all = Buffer.concat(pieces)
        const reader = new ByteReader(inPieces(pieces), 'a file')
        const read: Buffer[] = []
        for (let left = all.length; left > 0;) {
          const wanted = Math.min(left, Number(sizes.next().value))
          read.push(Buffer.from(await reader.read(wanted)))
          left -= wanted
        }
        await reader.expectEnd()
        expect(Buffer.concat(read).equals(all)).toBe(true)
        await expect(reader.read(1)).rejects.toThrow('is cut off')
      }
    ),
    { numRuns: 200 }
  )
})
