import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { inPieces } from './formats/in-pieces'
import { checkOfficial, nameWith } from './official-files'
import type { PlacedFile } from './places/placed-file'

const content = Buffer.from('images')
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex')

function file(name: string, bytes: Buffer, archive?: PlacedFile): PlacedFile {
  const placed = { name, label: name, bytes: bytes.length, open: () => inPieces([bytes]) }
  return archive === undefined ? placed : { ...placed, archive }
}

function verdictOf(
  placed: PlacedFile,
  sums: readonly string[],
  archives: readonly string[] = []
): Promise<string> {
  return checkOfficial([['images', placed]], { archives, files: sums.length === 0 ? {} : { images: sums } })
}

test.each([
  ['sha256', sha256(content)],
  ['md5', md5(content)]
])('%s of a file, as it is or unpacked', async (_, sum) => {
  expect(await verdictOf(file('images', content), [sum])).toBe('official')
  expect(await verdictOf(file('images.gz', gzipSync(content)), [sum])).toBe('official')
  expect(await verdictOf(file('images', Buffer.from('others')), [sum])).toBe('other')
  expect(await verdictOf(file('images.gz', gzipSync('others')), [sum])).toBe('other')
})

test('one of several sums is enough', async () => {
  expect(await verdictOf(file('images', content), [md5(content), sha256(Buffer.from('packed'))])).toBe(
    'official'
  )
})

test('files of an official archive are official, though nobody has published their own sums', async () => {
  const archive = file('set.tar.gz', Buffer.from('archive'))
  expect(await verdictOf(file('images', content, archive), [], [sha256(Buffer.from('archive'))])).toBe(
    'official'
  )
  expect(await verdictOf(file('images', content, archive), [], [sha256(content)])).toBe('unknown')
  expect(await verdictOf(file('images', content), [])).toBe('unknown')
})

test('a name tells what is known of the files', () => {
  expect(nameWith('MNIST', 'official')).toBe('MNIST')
  expect(nameWith('MNIST', 'other')).toBe('MNIST (other files)')
  expect(nameWith('CIFAR-100', 'unknown')).toBe('CIFAR-100 (unverified files)')
})
