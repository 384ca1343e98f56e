import { zipSync } from 'fflate'
import { afterAll, expect, test } from 'vitest'
import { decodePth } from '../../src/lab/exchange/torch/decode-pth'
import { tensorsIn } from '../../src/lab/exchange/torch/tensors-in'
import { failureOf } from './failure-of'
import { growth } from './growth'
import { bytesOf, dict, proto, tensor } from './pickle-bytes'
import { packedZeros, type ZipEnd, zipBytes, type ZipPiece } from './zip-bytes'

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
  readonly end?: ZipEnd
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
  'a file that leads out': { pieces: [pickle, data, entry('net/../../evil')], message: 'net/../../evil' },
  'an absolute name': { pieces: [pickle, data, entry('/etc/passwd')], message: '/etc/passwd' },
  'a name of Windows': { pieces: [pickle, data, entry('C:\\evil')], message: 'C:\\evil' },
  'an empty name': { pieces: [pickle, data, entry('')], message: 'a name that no checkpoint has' },
  'a name of 60 kB': {
    pieces: [pickle, data, entry('a'.repeat(60_000))],
    message: 'a name that no checkpoint has'
  },
  'two files of one name': { pieces: [pickle, data, data], message: 'has two files named net/data/0' },
  'another name in front of the content': {
    pieces: [pickle, { ...data, name: 'net/data/1', listed: { name: 'net/data/0' } }],
    message: 'net/data/0 is not where its list of files says'
  },
  'one content for two files': {
    pieces: [pickle, data, { ...data, name: 'net/data/0', listed: { local: 0, name: 'net/data.pkl' } }],
    message: 'lies over another file'
  },
  'content that overlaps': {
    pieces: [{ ...pickle, listed: { packedBytes: pickle.content.length + 20 } }, data],
    message: 'lies over another file'
  },
  'content beyond the archive': {
    pieces: [pickle, { ...data, listed: { packedBytes: 2 ** 31, bytes: 2 ** 31 } }],
    message: 'net/data/0 is not where its list of files says'
  },
  'a place beyond the archive': {
    pieces: [pickle, { ...data, listed: { local: 2 ** 31 } }],
    message: 'net/data/0 is not where its list of files says'
  },
  'a size of zip64': {
    pieces: [pickle, { ...data, listed: { bytes: 0xffffffff } }],
    message: 'more than 4 GB'
  },
  'a list of zip64': { pieces: [pickle, data], end: { count: 0xffff }, message: 'more than 4 GB' },
  'a list of 65,000 files': { pieces: [pickle, data], end: { count: 65_000 }, message: 'holds 65,000 files' },
  'a list that ends early': {
    pieces: [pickle, data],
    end: { count: 3 },
    message: 'its list of files ends early'
  },
  'a list that goes on': {
    pieces: [pickle, data],
    end: { count: 1 },
    message: 'another length than it says'
  },
  'a list beyond the archive': {
    pieces: [pickle, data],
    end: { offset: 2 ** 30 },
    message: 'its list of files is not where it says'
  },
  'an encrypted file': { pieces: [pickle, { ...data, listed: { flags: 1 } }], message: 'is encrypted' },
  'another method': { pieces: [pickle, { ...data, listed: { method: 12 } }], message: 'method 12' },
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

test.each(Object.entries(hostile))('%s', (_, { pieces, end, message }) => {
  const file = zipBytes(pieces, end)
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
