import { zipSync } from 'fflate'
import { afterAll, expect, test } from 'vitest'
import { decodePth } from '../../src/lab/exchange/torch/decode-pth'
import { tensorsIn } from '../../src/lab/exchange/torch/tensors-in'
import { failureOf } from './failure-of'
import { growth } from './growth'
import { bytesOf, dict, proto, tensor } from './pickle-bytes'
import { packedZeros, zipBytes, type ZipPiece } from './zip-bytes'

const pickle: ZipPiece = {
  name: 'net/data.pkl',
  content: bytesOf(`${proto}${dict({ w: tensor([2, 2], [2, 1]) })}.`)
}
const data: ZipPiece = { name: 'net/data/0', content: Buffer.from(Float32Array.of(1, 2, 3, 4).buffer) }
const large = (megabytes: number): Buffer =>
  bytesOf(
    `${proto}${dict({ w: tensor([2 ** 18, megabytes], [1, 2 ** 18], { length: megabytes * 2 ** 18 }) })}.`
  )
const bomb = (megabytes: number, listed = megabytes): ZipPiece => ({
  name: 'net/data/0',
  content: new Uint8Array(0),
  packed: packedZeros(megabytes),
  listed: { bytes: listed * 2 ** 20, crc32: 0 }
})
const entry = (name: string): ZipPiece => ({ name, content: new Uint8Array(0) })

interface Case {
  readonly pieces: readonly ZipPiece[]
  readonly message: string
}

const hostile: Readonly<Record<string, Case>> = {
  'zeros packed to 1 GB': {
    pieces: [{ name: 'net/data.pkl', content: large(1024) }, bomb(1024)],
    message: 'takes 1,073,741,824 bytes; at most 150,000,000 are unpacked'
  },
  'zeros packed to 100 MB, twice, which need as much again': {
    pieces: [
      {
        name: 'net/data.pkl',
        content: bytesOf(
          `${proto}${dict({
            v: tensor([100 * 2 ** 18], [1], { length: 100 * 2 ** 18 }),
            w: tensor([100 * 2 ** 18], [1], { length: 100 * 2 ** 18, key: '1' })
          })}.`
        )
      },
      bomb(100),
      { ...bomb(100), name: 'net/data/1' }
    ],
    message: 'unpacks to more than 300,000,000 bytes'
  },
  'a pickle packed to 1 GB that says it has a kilobyte': {
    pieces: [{ ...bomb(1024), name: 'net/data.pkl', listed: { bytes: 1024 } }, data],
    message: 'net/data.pkl in it does not have the 1,024 bytes that the archive lists'
  },
  'a pickle packed to 100 MB': {
    pieces: [{ ...bomb(100), name: 'net/data.pkl' }, data],
    message: 'is no pickle: it has the unknown instruction 0x00'
  },
  'data packed to more than it says': {
    pieces: [{ name: 'net/data.pkl', content: large(1) }, bomb(200, 1)],
    message: 'net/data/0 in it does not have the 1,048,576 bytes'
  },
  'data packed to less than it says': {
    pieces: [{ name: 'net/data.pkl', content: large(2) }, bomb(1, 2)],
    message: 'net/data/0 in it does not have the 2,097,152 bytes'
  },
  'data that cannot be unpacked': {
    pieces: [pickle, { ...data, packed: Buffer.alloc(16, 0xff) }],
    message: 'net/data/0 in it cannot be unpacked'
  },
  'stored data of another length': {
    pieces: [pickle, { ...data, content: Buffer.alloc(8), listed: { bytes: 16 } }],
    message: 'net/data/0 in it does not have the 16 bytes'
  },
  'a wrong checksum': {
    pieces: [pickle, { ...data, listed: { crc32: 7 } }],
    message: 'net/data/0 in it does not match its checksum'
  },
  'two pickles': {
    pieces: [pickle, data, { ...pickle, name: 'other/data.pkl' }],
    message: 'a zip archive with 2 files of the name data.pkl'
  },
  'no pickle': { pieces: [data], message: 'it has no data.pkl' },
  'a program': {
    pieces: [pickle, data, entry('net/code/__torch__.py')],
    message: 'is a TorchScript archive'
  },
  constants: { pieces: [pickle, data, entry('net/constants.pkl')], message: 'is a TorchScript archive' },
  'an unknown byte order': {
    pieces: [pickle, data, { name: 'net/byteorder', content: Buffer.from('middle') }],
    message: 'has an unknown byte order'
  },
  'a long byte order': {
    pieces: [pickle, data, { name: 'net/byteorder', content: Buffer.alloc(1000) }],
    message: 'has an unknown byte order'
  }
}

const memory = growth()
afterAll(() => expect(memory.peak()).toBeLessThan(512_000_000))

test.each(Object.entries(hostile))('%s', (_, { pieces, message }) => {
  const file = zipBytes(pieces)
  const error = failureOf(() => tensorsIn(decodePth(file, 'net.pth')))
  expect(error.code).toBe('checkpoint-invalid')
  expect(error.message).toContain(message)
  expect(error.message.length).toBeLessThan(400)
  expect(error.hint).not.toBe('')
})

test.each([
  ['nothing', Buffer.alloc(0), 'is empty'],
  ['a zip archive without files', Buffer.from(zipSync({})), 'not a file that torch.save writes'],
  ['text', Buffer.from('hello'), 'not a file that torch.save writes'],
  ['the beginning of a zip archive', Buffer.from('PK\x03\x04'), 'the rest was cut off'],
  ['300 MB', Buffer.alloc(300_000_001), 'has 300,000,001 bytes; at most 300,000,000 are allowed']
])('%s', (_, file, message) => {
  expect(failureOf(() => decodePth(file, 'net.pth')).message).toContain(message)
})

test('what is harmless is read: packed files, a comment, other folders, numbers of another byte order', () => {
  const big = Buffer.from(data.content).swap32()
  const packed = zipBytes(
    [
      { ...pickle, deflate: true },
      { ...data, content: big, deflate: true },
      { name: 'net/byteorder', content: Buffer.from('big') },
      entry('net/'),
      { name: '__MACOSX/net/._data', content: Buffer.from('x') }
    ],
    { comment: 'PK\x05\x06 a comment' }
  )
  const [tensorRead] = tensorsIn(decodePth(packed, 'net.pth')).tensors
  expect(tensorRead).toEqual({
    name: 'w',
    shape: [2, 2],
    type: 'float32',
    values: Float32Array.of(1, 2, 3, 4)
  })
  const bare = zipBytes([
    { ...pickle, name: 'data.pkl' },
    { ...data, name: 'data/0' }
  ])
  expect(tensorsIn(decodePth(bare, 'net.pth')).tensors).toHaveLength(1)
})
