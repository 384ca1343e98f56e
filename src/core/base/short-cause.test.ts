import { expect, test } from 'vitest'
import { shortCause } from './short-cause'

test('a stack is left out', () => {
  const stack =
    'RangeError: too far\n    at read (/home/ada/tenfold/out/main/cli.cjs:12:34)\n    at async /home/ada/x.js:1:2'
  expect(shortCause(stack)).toBe('RangeError: too far')
})

test.each([
  ["ENOENT: no such file, open '/home/ada/My Runs/7/run.json'", "ENOENT: no such file, open '…/run.json'"],
  ['EACCES: /home/ada/.local/share/Tenfold/runs', 'EACCES: …/runs'],
  ['EBUSY: rename C:\\Users\\Ada\\a.tmp -> C:\\Users\\Ada\\a.json', 'EBUSY: rename …/a.tmp -> …/a.json'],
  ['cannot load \\\\server\\share\\lib.dll', 'cannot load …/lib.dll'],
  ['import of file:///home/ada/x.mjs failed', 'import of …/x.mjs failed'],
  ['/usr/lib/libcudart.so.11: cannot open (/opt/ada/lib/)', '…/libcudart.so.11: cannot open (…/lib)']
])('files go by their names alone: %s', (cause, short) => {
  expect(shortCause(cause)).toBe(short)
})

test.each([
  'the answer of https://lab.example/data/file.bin was 404',
  'loss is NaN at 3/4 of the epoch',
  'either and/or neither',
  'expected 32 × 32 × 3'
])('other text stays: %s', (cause) => {
  expect(shortCause(cause)).toBe(cause)
})

test('its length is bounded', () => {
  expect(shortCause('x'.repeat(100_000)).length).toBeLessThan(1_100)
})
