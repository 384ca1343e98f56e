import { afterAll, expect, test } from 'vitest'
import { expectRefused } from './expect-refused'
import { growth } from './growth'
import { call, dict, int, long, name, rebuild, storage, tensor, text, tuple } from './pickle-bytes'

const touch = text('touch /tmp/tenfold-pth-was-here')
const shape = tuple(int(2), int(2))
const strides = tuple(int(2), int(1))
const four = storage('0', int(4))
const fromType = name('torch._tensor', '_rebuild_from_type_v2')
const numpyType = call(name('numpy', 'dtype'), text('f8'), '\x89', '\x88')

/** [what the pickle holds, what is said of it] */
const hostile: Readonly<Record<string, readonly [pickle: string, message: string]>> = {
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
  ]
}

const memory = growth()
afterAll(() => expect(memory.peak()).toBeLessThan(512_000_000))

test.each(Object.entries(hostile))('%s', (_, [pickle, message]) => expectRefused(pickle, message))
