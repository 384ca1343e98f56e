import { readFileSync } from 'node:fs'
import path from 'node:path'
import { pack } from 'tar-stream'
import { expect, test } from 'vitest'
import { decodePth } from '../../src/lab/exchange/torch/decode-pth'
import { tensorsIn } from '../../src/lab/exchange/torch/tensors-in'
import { failureOf } from './failure-of'
import { bytesOf, call, dict, int, name, proto, storage, tensor, text } from './pickle-bytes'

const magic = '\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19'
const version = 'M\xe9\x03'
const machine = dict({ protocol_version: version, little_endian: '\x88', type_sizes: '}' })
const content = dict({ w: tensor([2, 2], [2, 1]) })
const keys = `](${text('0')}e`
const count = (numbers: number): string => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(numbers))
  return bytes.toString('latin1')
}
const values = Buffer.from(Float32Array.of(1, 2, 3, 4).buffer).toString('latin1')

interface Parts {
  readonly magic: string
  readonly version: string
  readonly machine: string
  readonly content: string
  readonly keys: string
  readonly storages: string
}

function legacyFile(parts: Partial<Parts> = {}): Buffer {
  const sound: Parts = { magic, version, machine, content, keys, storages: count(4) + values }
  const { storages, ...pickles } = { ...sound, ...parts }
  const all = Object.values(pickles).map((pickle) => `${proto}${pickle}.`)
  return bytesOf(all.join('') + storages)
}

const hostile: Readonly<Record<string, readonly [parts: Partial<Parts>, message: string]>> = {
  'os.system in place of the magic number': [
    { magic: call(name('os', 'system'), text('true')) },
    'asks to run os.system'
  ],
  'os.system as the version': [
    { version: call(name('os', 'system'), text('true')) },
    'asks to run os.system'
  ],
  'os.system among the facts of the machine': [
    { machine: call(name('os', 'system'), text('true')) },
    'asks to run os.system'
  ],
  'os.system in the content': [
    { content: call(name('os', 'system'), text('true')) },
    'asks to run os.system'
  ],
  'os.system among the keys': [{ keys: call(name('os', 'system'), text('true')) }, 'asks to run os.system'],
  'another magic number': [{ magic: 'K\x07' }, 'is a pickle, but not one that torch.save writes'],
  'a magic number that is too long': [{ magic: `\x8a\x20${'\x01'.repeat(32)}` }, 'has a number of 32 bytes'],
  'another version': [{ version: 'M\xe8\x03' }, 'has a version of PyTorch’s old format that is unknown'],
  'the high byte first': [
    { machine: dict({ little_endian: '\x89' }) },
    'whose numbers begin with the high byte'
  ],
  'no machine': [{ machine: 'N' }, 'does not say on what machine it was written'],
  'keys that are no list': [{ keys: text('0') }, 'has no list of its storages'],
  'a key that is no text': [{ keys: `](${int(0)}e` }, 'has no list of its storages'],
  'a key twice': [{ keys: `](${text('0')}${text('0')}e` }, 'has no list of its storages'],
  'a key that nothing refers to': [
    { keys: `](${text('0')}${text('1')}e` },
    'has the numbers of a tensor that it does not list'
  ],
  'no keys': [{ keys: ']' }, 'lacks the numbers of a tensor'],
  'another count': [{ storages: count(3) + values }, 'has another count of numbers'],
  'a count of 2^62': [{ storages: count(2 ** 62) + values }, 'has another count of numbers'],
  'a storage of 1 TB': [
    { content: dict({ w: tensor([1], [1], { length: 2 ** 38 }) }), storages: count(2 ** 38) + values },
    'is cut off'
  ],
  'one storage with two lengths': [
    { content: dict({ v: tensor([1], [1], { length: 4 }), w: tensor([5], [1], { length: 5 }) }) },
    'lacks the numbers of a tensor'
  ],
  'a part of another storage': [
    { content: `${storage('0', int(4)).slice(0, -2)}${text('view')}tQ` },
    'refers to a storage in another way'
  ]
}

test.each(Object.entries(hostile))('%s', (_, [parts, message]) => {
  const error = failureOf(() => tensorsIn(decodePth(legacyFile(parts), 'net.pth')))
  expect(error.code).toBe('checkpoint-invalid')
  expect(error.message).toContain(message)
  expect(error.hint).not.toBe('')
})

test('a sound file, with anything behind it, is read', () => {
  expect(tensorsIn(decodePth(legacyFile(), 'net.pth')).tensors[0]?.values).toEqual(
    Float32Array.of(1, 2, 3, 4)
  )
  const longer = legacyFile({ storages: `${count(4)}${values}and more` })
  expect(tensorsIn(decodePth(longer, 'net.pth')).tensors).toHaveLength(1)
})

// CVE-2025-32434: torch.load(…, weights_only=True) ran what a tar archive of the format before 0.1.10 asked for.
test('a tar archive is refused, with the files that PyTorch looks for in it', async () => {
  const archive = pack()
  const run = bytesOf(`${proto}${call(name('os', 'system'), text('true'))}.`)
  for (const part of ['sys_info', 'pickle', 'storages', 'tensors']) archive.entry({ name: part }, run)
  archive.finalize()
  const pieces: Uint8Array[] = []
  for await (const piece of archive) if (piece instanceof Uint8Array) pieces.push(piece)
  const error = failureOf(() => decodePth(Buffer.concat(pieces), 'net.pth'))
  expect(error.message).toContain('is a tar archive')
  expect(error.hint).toContain('do not open it in Python')
})

test('a file that is renamed is told from its content', () => {
  const zip = readFileSync(path.join(import.meta.dirname, 'files', 'state-dict-torch-1.13.pth'))
  expect(decodePth(zip, 'net.tar').format).toBe('zip')
  expect(decodePth(legacyFile(), 'net.zip').format).toBe('legacy')
})
