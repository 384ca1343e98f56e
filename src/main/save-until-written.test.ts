import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { saveUntilWritten } from './save-until-written'

const bytes = Buffer.from('a report')

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'tenfold-save-'))
  await mkdir(path.join(folder, 'taken'))
  await writeFile(path.join(folder, 'file'), 'mine')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** @param places what is chosen, one after the other */
async function save(...places: readonly string[]): Promise<string[]> {
  const told: string[] = []
  const left = [...places]
  await saveUntilWritten(bytes, {
    choose: () => Promise.resolve(left.shift()),
    asksAgain: ({ message, hint }) => {
      told.push(`${message} ${hint}`.replaceAll(folder, '~'))
      return Promise.resolve(left.length > 0)
    }
  })
  return told
}

const inFolder = (...names: readonly string[]): string => path.join(folder, ...names)

test('a file is written where it is to go, in a folder that is gone too', async () => {
  expect(await save(inFolder('gone', 'report.html'))).toEqual([])
  expect(await readFile(inFolder('gone', 'report.html'))).toEqual(bytes)
})

test.each([
  [
    'a folder of that name',
    ['taken'],
    '~/taken is a folder, so no file can be written there. Add a file name to the path.'
  ],
  [
    'a file in place of the folder',
    ['file', 'report.html'],
    'Could not write ~/file/report.html: a file stands where a folder is needed. Move that file away, or choose another path.'
  ]
])('%s: it says so, asks again, and loses nothing', async (_, bad, words) => {
  expect(await save(inFolder(...bad), inFolder('report.html'))).toEqual([words])
  expect(await readFile(inFolder('report.html'))).toEqual(bytes)
  expect(await readFile(inFolder('file'), 'utf8')).toBe('mine')
  expect(await readdir(inFolder('taken'))).toEqual([])
})

test.runIf(process.platform === 'linux')('a full disk: it says so and asks again', async () => {
  expect(await save('/dev/full', inFolder('report.html'))).toEqual([
    'Could not write /dev/full: the disk is full. Free some space, or choose another path.'
  ])
  expect(await readFile(inFolder('report.html'))).toEqual(bytes)
})

test('nothing is written where nothing was chosen', async () => {
  expect(await save()).toEqual([])
  expect(await save(inFolder('taken'))).toHaveLength(1)
  expect((await readdir(folder)).sort()).toEqual(['file', 'taken'])
})
