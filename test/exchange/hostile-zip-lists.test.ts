import { expect, test } from 'vitest'
import { decodePth } from '../../src/lab/exchange/torch/decode-pth'
import { tensorsIn } from '../../src/lab/exchange/torch/tensors-in'
import { failureOf } from './failure-of'
import { bytesOf, dict, proto, tensor } from './pickle-bytes'
import { type ZipEnd, zipBytes, type ZipPiece } from './zip-bytes'

const pickle: ZipPiece = {
  name: 'net/data.pkl',
  content: bytesOf(`${proto}${dict({ w: tensor([2, 2], [2, 1]) })}.`)
}
const data: ZipPiece = { name: 'net/data/0', content: Buffer.alloc(16) }
const entry = (name: string): ZipPiece => ({ name, content: new Uint8Array(0) })

interface Case {
  readonly pieces: readonly ZipPiece[]
  readonly end?: ZipEnd
  readonly message: string
}

const hostile: Readonly<Record<string, Case>> = {
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
  'another method': { pieces: [pickle, { ...data, listed: { method: 12 } }], message: 'method 12' }
}

test.each(Object.entries(hostile))('%s', (_, { pieces, end, message }) => {
  const error = failureOf(() => tensorsIn(decodePth(zipBytes(pieces, end), 'net.pth')))
  expect(error.code).toBe('checkpoint-invalid')
  expect(error.message).toContain(message)
  expect(error.message.length).toBeLessThan(400)
  expect(error.hint).not.toBe('')
})
