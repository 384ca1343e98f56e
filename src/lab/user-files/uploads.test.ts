import { mkdtemp, readdir, readFile, rm, truncate, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { uploadedPlace } from './uploaded-place'
import { Uploads } from './uploads'

let root = ''
let uploads: Uploads
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tenfold-uploads-'))
  uploads = new Uploads(root)
})
afterEach(() => rm(root, { recursive: true, force: true }))

const key = '0123456789abcdef'
const plan = { key, name: 'flowers', bytes: 9 }
const base64 = (text: string): string => Buffer.from(text).toString('base64')
const daisy = 'daisy/1.jpg'
const tulip = 'tulip/2.jpg'

describe('files that a client sends', () => {
  test('come in pieces, and lie as they lay in the folder', async () => {
    const at = await uploads.begin(plan)
    expect(await uploads.received(key, [daisy, tulip])).toEqual([0, 0])
    await uploads.receive({
      upload: key,
      pieces: [
        { path: daisy, offset: 0, content: base64('abc') },
        { path: tulip, offset: 0, content: base64('xyz') },
        { path: 'empty.jpg', offset: 0, content: '' }
      ]
    })
    await uploads.receive({ upload: key, pieces: [{ path: daisy, offset: 3, content: base64('def') }] })
    expect(await readFile(path.join(at, 'daisy', '1.jpg'), 'utf8')).toBe('abcdef')
    expect(await readFile(path.join(at, 'tulip', '2.jpg'), 'utf8')).toBe('xyz')
    expect(await readFile(path.join(at, 'empty.jpg'), 'utf8')).toBe('')
    expect(await uploads.uploadAt(at)).toEqual(plan)
    expect(await uploads.uploadAt(path.join(at, 'daisy'))).toBeUndefined()
    expect(await uploads.uploadAt(root)).toBeUndefined()
    await uploads.remove(key)
    expect(await readdir(path.join(root, 'uploads'))).toEqual([])
  })

  test('go on where they stopped, also for another lab', async () => {
    await uploads.begin(plan)
    await uploads.receive({ upload: key, pieces: [{ path: daisy, offset: 0, content: base64('abcd') }] })
    const later = new Uploads(root)
    await later.begin(plan)
    expect(await later.received(key, [daisy, tulip])).toEqual([4, 0])
    // Its answer was lost, and it is sent again.
    await later.receive({ upload: key, pieces: [{ path: daisy, offset: 0, content: base64('abcd') }] })
    await later.receive({ upload: key, pieces: [{ path: daisy, offset: 4, content: base64('ef') }] })
    expect(await later.received(key, [daisy])).toEqual([6])
  })

  test('go on in the middle of a piece that came in part', async () => {
    const file = path.join(await uploads.begin(plan), ...daisy.split('/'))
    await uploads.receive({ upload: key, pieces: [{ path: daisy, offset: 0, content: base64('abcd') }] })
    await truncate(file, 3)
    await uploads.receive({ upload: key, pieces: [{ path: daisy, offset: 0, content: base64('abcd') }] })
    await uploads.receive({ upload: key, pieces: [{ path: daisy, offset: 4, content: base64('ef') }] })
    expect(await readFile(file, 'utf8')).toBe('abcdef')
  })

  test('with a gap are refused', async () => {
    await uploads.begin(plan)
    const pieces = [{ path: daisy, offset: 2, content: base64('c') }]
    await expect(uploads.receive({ upload: key, pieces })).rejects.toMatchObject({ code: 'invalid-input' })
  })

  test('that nobody announced have nowhere to go', async () => {
    await expect(
      uploads.receive({ upload: key, pieces: [{ path: daisy, offset: 0, content: '' }] })
    ).rejects.toMatchObject({ code: 'not-found' })
    expect(await readdir(root)).toEqual([])
  })

  test('too many bytes are refused before any comes', async () => {
    await expect(uploads.begin({ ...plan, bytes: 21e9 })).rejects.toMatchObject({ code: 'invalid-input' })
    expect(await readdir(root)).toEqual([])
  })

  test('are removed after a week in which nobody went on', async () => {
    await uploads.begin(plan)
    const now = Date.now()
    await uploads.removeOld(now + 6 * 86_400_000)
    expect(await readdir(path.join(root, 'uploads'))).toEqual([key])
    const old = new Date(now - 8 * 86_400_000)
    await utimes(path.join(root, 'uploads', key), old, old)
    await uploads.removeOld(now)
    expect(await readdir(path.join(root, 'uploads'))).toEqual([])
  })
})

describe('a path that a client names', () => {
  test('leads into the folder', () => {
    expect(uploadedPlace('Schöne Blumen/1 (2).JPG')).toEqual(['Schöne Blumen', '1 (2).JPG'])
  })

  test.each([
    '../x',
    'a/../b',
    '/etc/passwd',
    'a//b',
    './a',
    'C:\\x',
    'a\\b',
    'a/con',
    'NUL.png',
    'x\0.png',
    'a/b.',
    'a ',
    '',
    `${'d/'.repeat(20)}x`,
    'ä'.repeat(200)
  ])('%j is refused', async (name) => {
    expect(() => uploadedPlace(name)).toThrow('is not a file name')
    await uploads.begin(plan)
    await expect(
      uploads.receive({ upload: key, pieces: [{ path: name, offset: 0, content: base64('x') }] })
    ).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(uploads.received(key, [name])).rejects.toMatchObject({ code: 'invalid-input' })
  })
})
