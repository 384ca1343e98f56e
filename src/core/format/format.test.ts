import { expect, test } from 'vitest'
import { formatBytes, formatBytesInTenths } from './format-bytes'
import { formatDuration, formatTimeLeft } from './format-duration'
import { formatCount, formatDecimal, formatLimit, formatPercent, formatRate } from './format-number'

test.each([
  [0, '0:00.0'],
  [6312, '0:06.3'],
  [59_960, '1:00.0'],
  [600_000, '10:00'],
  [3_724_100, '1:02:04']
])('%d ms is %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})

test.each([
  [-1, '0:00'],
  [0.2, '0:01'],
  [41.4, '0:42'],
  [754, '12:34'],
  [3723, '1:02:03']
])('%d s left is %s', (seconds, text) => {
  expect(formatTimeLeft(seconds)).toBe(text)
})

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [8_400_000, '8.4 MB'],
  [139_000_000, '139 MB'],
  [999_700_000, '1.0 GB']
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [138_940_914, '138.9 MB'],
  [999_960, '1.0 MB'],
  [2.5e12, '2.5 TB']
])('%d bytes that grow are %s', (bytes, text) => {
  expect(formatBytesInTenths(bytes)).toBe(text)
})

test('numbers', () => {
  expect(formatCount(12_500)).toBe('12,500')
  expect([1024, 2n ** 64n, 0.99, 1e-12].map(formatLimit)).toEqual([
    '1,024',
    '18,446,744,073,709,551,616',
    '0.99',
    '0.000000000001'
  ])
  expect([781.25, 50_000 / 3, 12, 1.00002].map((value) => formatDecimal(value, 2))).toEqual([
    '781.25',
    '16,666.67',
    '12',
    '1.00002'
  ])
  expect(formatPercent(0.5491)).toBe('54.9 %')
  expect(formatPercent(0.2, 0)).toBe('20 %')
  expect(formatRate(4120.4)).toBe('4,120')
  expect(formatRate(2.25)).toBe('2.3')
})
