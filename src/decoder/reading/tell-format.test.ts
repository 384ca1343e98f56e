import { expect, test } from 'vitest'
import { tellFormat } from './tell-format'

const told = (text: string): string | undefined => {
  const format = tellFormat(Buffer.from(text, 'latin1'))
  return format === undefined ? undefined : 'format' in format ? format.format : format.what
}

test.each([
  ['\x89PNG\r\n\x1a\n', 'png'],
  ['\xff\xd8\xff\xe0', 'jpeg'],
  ['RIFF\x10\0\0\0WEBPVP8 ', 'webp'],
  ['GIF89a', 'gif'],
  ['MM\0*', 'tiff'],
  ['II+\0', 'tiff'],
  [`BM${'\0'.repeat(12)}\x28\0\0\0`, 'bmp'],
  ['\0\0\0\x1cftypavif', 'avif'],
  ['\0\0\0\x1cftypmif1\0\0\0\0avifmif1', 'avif'],
  ['\0\0\0\x18ftypheic', 'a HEIC image'],
  ['\0\0\0\x18ftypmif1\0\0\0\0mif1heic', 'a HEIC image'],
  ['\0\0\0\x20ftypisom', 'a video'],
  ['%PDF-1.7', 'a PDF document'],
  ['<svg xmlns="http://www.w3.org/2000/svg">', 'an SVG drawing'],
  ['\xef\xbb\xbf<?xml version="1.0"?>\n<!-- <b> -->\n<SVG>', 'an SVG drawing'],
  ['<!DOCTYPE html><p><svg>', 'a web page'],
  ['P6\n32 32', 'a Netpbm image'],
  ['BM is not enough', 'a text file'],
  ['RIFF\x10\0\0\0WAVE', undefined],
  ['\xff', undefined],
  ['', undefined]
])('%j is %s', (text, expected) => {
  expect(told(text)).toBe(expected)
})

test('a file that only pretends to be a long drawing is told quickly', () => {
  expect(told('<?xml'.repeat(10_000))).toBe('a text file')
  expect(told('<!--'.repeat(10_000))).toBe('a text file')
})
