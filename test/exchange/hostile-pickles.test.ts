import { afterAll, expect, test } from 'vitest'
import { expectRefused } from './expect-refused'
import { growth } from './growth'
import { name, text } from './pickle-bytes'

/** A list that holds the list before it ten times, and so on. */
function laughs(levels: number): string {
  const level = (i: number): string =>
    `](${`h${String.fromCharCode(i)}`.repeat(10)}eq${String.fromCharCode(i + 1)}0`
  return `]q\x000${Array.from({ length: levels }, (_, i) => level(i)).join('')}h${String.fromCharCode(levels)}`
}

/** [what the pickle holds, what is said of it] */
const hostile: Readonly<Record<string, readonly [pickle: string, message: string]>> = {
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

test.each(Object.entries(hostile))('%s', (_, [pickle, message]) => expectRefused(pickle, message))
