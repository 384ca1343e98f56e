import { afterAll, expect, test } from 'vitest'
import { decodeSafetensors } from '../../src/lab/exchange/safetensors/decode-safetensors'
import { failureOf } from './failure-of'
import { growth } from './growth'

function file(header: string, data = 16, length = Buffer.byteLength(header)): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(length))
  return Buffer.concat([bytes, Buffer.from(header), Buffer.alloc(data)])
}

const info = (from: number, to: number, shape = [(to - from) / 4], dtype = 'F32'): string =>
  JSON.stringify({ dtype, shape, data_offsets: [from, to] })
const json = (entries: Readonly<Record<string, string>>): string =>
  `{${Object.entries(entries)
    .map(([name, value]) => `${JSON.stringify(name)}:${value}`)
    .join(',')}}`

const hostile: Readonly<Record<string, readonly [bytes: Buffer, message: string]>> = {
  nothing: [Buffer.alloc(0), 'is not a safetensors file'],
  'seven bytes': [Buffer.alloc(7), 'is not a safetensors file'],
  'a header of no bytes': [file('', 8), 'is not a safetensors file'],
  'a list as the header': [file('[]'), 'is not a safetensors file'],
  'a header of 2^62 bytes': [file('{}', 0, 2 ** 62), 'has a header of 4,611,686,018,427,388,000 bytes'],
  'a header of 17 MB': [file(`{${' '.repeat(17_000_000)}}`, 0), 'at most 16,000,000 are allowed'],
  'a header beyond the file': [file('{}', 0, 100), 'the rest was cut off'],
  'a header that is no JSON': [file('{"w"}', 0), 'is not valid JSON'],
  'a header that is not UTF-8': [file('{"w":1}', 0, 7).fill(0xff, 10, 11), 'is not UTF-8'],
  'a header nested deep': [
    file(`{"w":${'['.repeat(1000)}${']'.repeat(1000)}}`),
    'is nested more than 32 levels deep'
  ],
  'a header of a million values': [file(`{"w":[${'0,'.repeat(1_000_000)}0]}`), 'more than 100,000 values'],
  'a tensor that overlaps': [
    file(json({ v: info(0, 12), w: info(8, 16) })),
    'w in net.safetensors lies over the one before it'
  ],
  'two tensors in one place': [file(json({ v: info(0, 16), w: info(0, 16) })), 'lies over the one before it'],
  'a hole': [
    file(json({ v: info(0, 4), w: info(8, 16) })),
    'w in net.safetensors does not follow the one before it'
  ],
  'a hole at the beginning': [file(json({ w: info(4, 16) })), 'does not follow the one before it'],
  'bytes behind the last': [
    file(json({ w: info(0, 12) })),
    'has 16 bytes of values, where its header lists 12'
  ],
  'a tensor beyond the file': [file(json({ w: info(0, 2 ** 31) })), 'has 16 bytes of values'],
  'a tensor of 2^53 bytes': [
    file(json({ w: info(0, 2 ** 53 - 4, [2 ** 51 - 1]) })),
    'has 16 bytes of values'
  ],
  'one name twice': [file(`{"w":${info(0, 16)},"w":${info(0, 16)}}`), 'lists a name twice'],
  'one name twice, spelt otherwise': [
    file(`{"w":${info(0, 16)},"\\u0077":${info(0, 16)}}`),
    'lists a name twice'
  ],
  'a field twice': [
    file(`{"w":{"dtype":"F64","dtype":"F32","shape":[4],"data_offsets":[0,16]}}`),
    'lists a name twice'
  ],
  'a shape of another size': [
    file(json({ w: info(0, 16, [5]) })),
    'has 16 bytes, but its shape [5] needs 20'
  ],
  'a shape beyond numbers': [
    file(
      json({
        w: info(
          0,
          16,
          Array.from({ length: 16 }, () => 2 ** 50)
        )
      })
    ),
    'has 16 bytes, but its shape'
  ],
  '100 axes': [
    file(
      json({
        w: info(
          0,
          16,
          Array.from({ length: 100 }, () => 1)
        )
      })
    ),
    'w in net.safetensors cannot be used'
  ],
  'a negative length': [file(json({ w: info(0, 16, [-4]) })), 'w in net.safetensors cannot be used'],
  'a length that is no whole number': [
    file(json({ w: info(0, 16, [4.5]) })),
    'w in net.safetensors cannot be used'
  ],
  'offsets the wrong way round': [file(json({ w: info(16, 0, [4]) })), 'has -16 bytes'],
  'negative offsets': [file(json({ w: info(-16, 0, [4]) })), 'w in net.safetensors cannot be used'],
  'one offset': [
    file('{"w":{"dtype":"F32","shape":[4],"data_offsets":[0]}}'),
    'w in net.safetensors cannot be used'
  ],
  'an unknown field': [
    file('{"w":{"dtype":"F32","shape":[4],"data_offsets":[0,16],"run":"x"}}'),
    'cannot be used'
  ],
  'an unknown type': [file(json({ w: info(0, 16, [16], 'F8_E4M3') })), 'holds numbers of the type F8_E4M3'],
  'a type of JavaScript’s objects': [
    file(json({ w: info(0, 16, [16], 'constructor') })),
    'holds numbers of the type constructor'
  ],
  'a name of JavaScript’s objects': [file(`{"__proto__":${info(0, 16)}}`), 'has a key “__proto__”'],
  'metadata that is no text': [
    file(`{"__metadata__":{"a":[1]},"w":${info(0, 16)}}`),
    'What net.safetensors says of itself cannot be used'
  ],
  'bytes that become eight times as many': [
    file(json({ w: info(0, 40_000_000, [40_000_000], 'U8') }), 40_000_000),
    'unpacks to more than 300,000,000 bytes'
  ],
  'an infinite value': [
    Buffer.concat([file(json({ w: info(0, 4) }), 0), Buffer.from('0000807f', 'hex')]),
    'contain Infinity'
  ],
  '300 MB': [Buffer.alloc(300_000_001), 'has 300,000,001 bytes']
}

const memory = growth()
afterAll(() => expect(memory.peak()).toBeLessThan(512_000_000))

test.each(Object.entries(hostile))('%s', (_, [bytes, message]) => {
  const error = failureOf(() => decodeSafetensors(bytes, 'net.safetensors'))
  expect(error.code).toBe('checkpoint-invalid')
  expect(error.message).toContain(message)
  expect(error.message.length).toBeLessThan(500)
  expect(error.hint).not.toBe('')
})

test('what is allowed is read: spaces, colons in names, no tensors, tensors of no numbers', () => {
  expect(decodeSafetensors(file('{}     ', 0), 'x').tensors).toEqual([])
  const header = `{"__metadata__":{"a:b":"\\"c:d"},"b:\\"":${info(0, 16)},"a":${info(16, 16, [0, 3])}}   `
  const { tensors, metadata } = decodeSafetensors(file(header), 'x')
  expect(tensors.map(({ name, shape }) => [name, shape])).toEqual([
    ['b:"', [4]],
    ['a', [0, 3]]
  ])
  expect([...metadata]).toEqual([['a:b', '"c:d']])
})
