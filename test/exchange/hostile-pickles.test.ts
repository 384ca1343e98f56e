import { existsSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { decodePth } from '../../src/lab/exchange/torch/decode-pth'
import { tensorsIn } from '../../src/lab/exchange/torch/tensors-in'
import { failureOf } from './failure-of'
import { growth } from './growth'
import {
  bytesOf,
  call,
  dict,
  int,
  long,
  name,
  proto,
  rebuild,
  storage,
  tensor,
  text,
  tuple
} from './pickle-bytes'
import { zipBytes } from './zip-bytes'

const mark = '/tmp/tenfold-pth-was-here'
const touch = text(`touch ${mark}`)
const shape = tuple(int(2), int(2))
const strides = tuple(int(2), int(1))
const four = storage('0', int(4))
const fromType = name('torch._tensor', '_rebuild_from_type_v2')
const numpyType = call(name('numpy', 'dtype'), text('f8'), '\x89', '\x88')

/** A list that holds the list before it ten times, and so on. */
function laughs(levels: number): string {
  const level = (i: number): string =>
    `](${`h${String.fromCharCode(i)}`.repeat(10)}eq${String.fromCharCode(i + 1)}0`
  return `]q\x000${Array.from({ length: levels }, (_, i) => level(i)).join('')}h${String.fromCharCode(levels)}`
}

/** [what the pickle holds, what is said of it] */
const hostile: Readonly<Record<string, readonly [pickle: string, message: string]>> = {
  'os.system': [call(name('os', 'system'), touch), 'asks to run os.system. Tenfold runs nothing'],
  'posix.system': [call(name('posix', 'system'), touch), 'asks to run posix.system'],
  'builtins.eval by STACK_GLOBAL': [`${text('builtins')}${text('eval')}\x93`, 'asks to run builtins.eval'],
  '__builtin__.exec': [name('__builtin__', 'exec'), 'asks to run __builtin__.exec'],
  'subprocess.Popen': [call(name('subprocess', 'Popen'), touch), 'asks to run subprocess.Popen'],
  'os.system by INST': [`(${touch}ios\nsystem\n`, 'asks to run os.system'],
  'a getattr chain': [name('torch.serialization', 'os.system'), 'asks to run torch.serialization.os.system'],
  'torch.load in itself': [call(name('torch', 'load'), text('/etc/passwd')), 'asks to run torch.load'],
  'torch.hub.load': [call(name('torch.hub', 'load'), text('evil/repo')), 'asks to run torch.hub.load'],
  'torch.jit.load': [name('torch.jit', 'load'), 'holds a program for TorchScript (torch.jit.load)'],
  'a nested file': [name('torch.storage', '_load_from_bytes'), 'holds another file inside itself'],
  'a network': [name('__main__', 'Net'), 'an object of the class __main__.Net, such as a whole network'],
  'a name with control characters': [`cos\x1b[2J\u0085\nsystem\n`, 'asks to run os�[2J�.system'],
  'a name of 100 kB': [`c${'os'.repeat(50_000)}\nx\n`, '…'],
  'a global without a name': [`K\x01${text('x')}\x93`, 'asks to run something without a name'],
  NEWOBJ: [`${name('torch', 'Tensor')})\x81`, 'the instruction NEWOBJ, which no checkpoint needs'],
  NEWOBJ_EX: [`${name('torch', 'Tensor')})}\x92`, 'the instruction NEWOBJ_EX'],
  EXT1: ['\x82\x01', 'the instruction EXT1'],
  PERSID: ['Pevil\n', 'the instruction PERSID'],
  'an unknown instruction': ['\xff', 'the unknown instruction 0xff'],
  'a class that is called': [
    call(name('torch', 'FloatStorage'), int(1)),
    'calls torch.FloatStorage, which is no function'
  ],
  'a text that is called': [call(text('x'), int(1)), 'calls a text with a tuple'],
  'a tensor without arguments': [call(rebuild), 'has a tensor without a storage'],
  'a tensor with a text as its storage': [
    call(rebuild, touch, int(0), shape, strides),
    'has a tensor without a storage'
  ],
  'a tensor without a shape': [
    call(rebuild, four, int(0)),
    'has a tensor with nothing in place of its shape'
  ],
  'a negative offset': [
    call(rebuild, four, int(-1), shape, strides),
    'has a tensor with -1 in its shape, strides or offset'
  ],
  'a negative stride': [
    call(rebuild, four, int(3), shape, tuple(int(-2), int(-1))),
    'has a tensor with -2 in its shape'
  ],
  'a length of 2^47': [
    call(rebuild, four, int(0), tuple('\x8a\x06\0\0\0\0\0\x7f'), tuple(int(0))),
    'in its shape'
  ],
  'a length of 2^60': [
    call(rebuild, four, int(0), tuple(long(2 ** 60)), tuple(int(0))),
    'has a tensor with a long in its shape'
  ],
  'a fraction as its length': [
    call(rebuild, four, int(0), tuple('F1.5\n'), tuple(int(1))),
    'has a tensor with 1.5 in its shape'
  ],
  'a length that is no number': [
    call(rebuild, four, int(0), tuple('Fx\n'), tuple(int(1))),
    'has a tensor with NaN in its shape'
  ],
  'fewer strides than axes': [call(rebuild, four, int(0), shape, tuple(int(1))), '2 axes with 1 strides'],
  '10,000 axes': [
    call(rebuild, four, int(0), tuple(...Array.from({ length: 10_000 }, () => int(1))), shape),
    '10000 axes'
  ],
  'a view that leaves its storage': [
    dict({ w: tensor([2, 2], [3, 1]) }),
    'reaches beyond its storage of 16 bytes'
  ],
  'an offset that leaves its storage': [
    dict({ w: tensor([4], [1], { offset: 1 }) }),
    'reaches beyond its storage'
  ],
  'strides of 2^31': [dict({ w: tensor([2, 2], [2 ** 31 - 1, 2 ** 31 - 1]) }), 'reaches beyond its storage'],
  'a storage that claims more': [
    dict({ w: tensor([5], [1], { length: 5 }) }),
    'has 16 bytes of numbers in data/0, where 20 are needed'
  ],
  'a storage of 1 TB': [
    dict({ w: tensor([1], [1], { length: 2 ** 38 }) }),
    'has 16 bytes of numbers in data/0'
  ],
  'a storage of 2^62 numbers': [storage('0', long(2 ** 62)), 'refers to a storage in another way'],
  'a storage of -1 numbers': [storage('0', int(-1)), 'has a storage of -1 numbers'],
  'a storage that is missing': [
    dict({ w: tensor([1], [1], { key: '../../../etc/passwd' }) }),
    'lacks the numbers of a tensor'
  ],
  'a storage of an unknown class': [storage('0', int(1), 'Tensor'), 'refers to a storage in another way'],
  'an id that is a text': [`${text('storage')}Q`, 'refers to a text in place of a storage'],
  'a tensor spread to 64 GB': [
    dict({ w: tensor([2 ** 17, 2 ** 17], [0, 0]) }),
    'unpacks to more than 300,000,000 bytes'
  ],
  'many tensors spread to 64 MB': [
    dict(
      Object.fromEntries(
        Array.from({ length: 40 }, (_, i) => [
          `w${i}`,
          tensor([4096, 4096], [0, 1], { length: 4096, key: '1' })
        ])
      )
    ),
    'unpacks to more than 300,000,000 bytes'
  ],
  'metadata that changes numbers': [
    call(rebuild, four, int(0), shape, strides, '\x89', '}', dict({ neg: '\x88' })),
    'has a tensor whose numbers are to be changed'
  ],
  'a parameter of a text': [
    call(name('torch._utils', '_rebuild_parameter'), touch, '\x89', '}'),
    'has a text in place of a parameter’s tensor'
  ],
  'a tensor from a type of os.system': [
    call(fromType, name('torch', 'Tensor'), name('torch', 'Tensor'), tuple(touch), 'N'),
    'is not as PyTorch writes it'
  ],
  'a tensor from a type of itself': [
    call(
      fromType,
      fromType,
      name('torch', 'Tensor'),
      tuple(fromType, name('torch', 'Tensor'), ')', 'N'),
      'N'
    ),
    'is not as PyTorch writes it'
  ],
  'the state of a tensor': [`${tensor([1], [1])}}b`, 'sets the state of a tensor'],
  'the state of a list': [`]}b`, 'sets the state of a list'],
  'an OrderedDict of a text': [
    call(name('collections', 'OrderedDict'), touch),
    'calls collections.OrderedDict with other values'
  ],
  'a size of a text': [call(name('torch', 'Size'), touch), 'calls torch.Size with other values'],
  'a device of a list': [call(name('torch', 'device'), ']'), 'calls torch.device with other values'],
  'a codec': [
    call(name('_codecs', 'encode'), touch, text('rot13')),
    'holds bytes that are not written as numpy writes them'
  ],
  'objects of numpy': [call(name('numpy', 'dtype'), text('O8')), 'holds Python objects'],
  'a number of numpy without bytes': [
    call(name('numpy.core.multiarray', 'scalar'), numpyType, 'C\x02ab'),
    'calls numpy.core.multiarray.scalar with other values'
  ],
  'LONG4 of 2 GB': ['\x8b\xff\xff\xff\x7f\x01', 'is cut off'],
  'a text of 4 GB': ['X\xff\xff\xff\xffabc', 'is cut off'],
  'bytes of 2^63': ['\x8e\xff\xff\xff\xff\xff\xff\xff\x7fabc', 'is cut off'],
  'a number of 255 bytes': [`\x8a\xff${'\x01'.repeat(255)}`, 'has a number of 255 bytes'],
  'lists in lists': [`${']'.repeat(100_000)}${'a'.repeat(99_999)}`, 'is nested more than 32 levels deep'],
  'tuples in tuples': [`)${'\x85'.repeat(400_000)}`, 'is nested more than 32 levels deep'],
  'a list in itself': [']q\0h\0a', 'is nested more than 32 levels deep'],
  'a dictionary in itself': [`}q\0${text('a')}h\0s`, 'is nested more than 32 levels deep'],
  'a billion laughs': [laughs(9), 'holds more than 200,000 values'],
  'a memo bomb': [`]${'\x94'.repeat(600_000)}`, 'holds far more values than a checkpoint'],
  'a stack bomb': [`}${'2'.repeat(600_000)}`, 'holds far more values than a checkpoint'],
  'a mark bomb': ['('.repeat(600_000), 'holds far more values than a checkpoint'],
  'a million instructions': ['N0'.repeat(600_000), 'holds far more values than a checkpoint'],
  'dictionaries without end': [
    `](${'}'.repeat(200_000)}e(${'}'.repeat(200_000)}e`,
    'holds more than 200,000 values'
  ],
  'one long key of many dictionaries': [
    `]${text('k'.repeat(4000))}q\x010(${'}h\x01Ns'.repeat(100_000)}e`,
    'holds more than 200,000 values'
  ],
  'a text that is decoded again and again': [
    `${name('_codecs', 'encode')}q\0${text('x'.repeat(1_000_000))}q\x01${text('latin1')}q\x02${'h\0h\x01h\x02\x86R0'.repeat(1000)}`,
    'uses the same text over and over'
  ],
  'a key that is a tuple': ['})Ns', 'has a tuple as the key of a dictionary'],
  'a key without a value': [`}(${text('a')}u`, 'has a text as the key of a dictionary'],
  'a value that is not there': ['R', 'takes a value that is not there'],
  'a mark that is not there': ['t', 'takes a mark that is not there'],
  'a memory that is not there': ['h\x07', 'refers to the value 7, which is not there'],
  'values that are left over': ['NN', 'ends before everything is put together'],
  'a list without a state dict': [']', 'holds no state dict'],
  'an empty dictionary': ['}', 'holds no state dict']
}

const memory = growth()
afterAll(() => expect(memory.peak()).toBeLessThan(512_000_000))

test.each(Object.entries(hostile))('%s', (_, [pickle, message]) => {
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
})

test('the same without a zip archive around it', () => {
  const error = failureOf(() =>
    decodePth(bytesOf(`${proto}${call(name('os', 'system'), touch)}.`), 'net.pth')
  )
  expect(error.message).toContain('asks to run os.system')
})

test('none of them has run anything', () => {
  expect(existsSync(mark)).toBe(false)
})
