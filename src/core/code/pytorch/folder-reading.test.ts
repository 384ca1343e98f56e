import { expect, test } from 'vitest'
import { inPythonOrder } from '../../data/class-folders'
import type { DatasetInfo } from '../../data/dataset-info'
import { lessonDataset } from '../../data/lesson-dataset'
import type { FolderImport } from '../../data/made-from'
import { writeScript } from '../../lesson/write-script'
import { lessonConfig } from '../../settings/run-config'
import { lineText } from '../code-line'
import { dialects } from '../dialect'
import { folderReading } from './folder-reading'

const given: FolderImport = { fit: 'cover', split: { kind: 'given' }, leftOut: { count: 0, files: [] } }
const drawn: FolderImport = { ...given, split: { kind: 'seeded', seed: 1, testShare: 0.2 } }
const made = (classes: string[], folder: FolderImport): DatasetInfo => ({
  ...lessonDataset,
  hash: 'a'.repeat(64),
  classes,
  folder
})
const read = (folder: FolderImport, classes = ['ants', 'bees']) =>
  folderReading(made(classes, folder), folder)

test('a plain folder needs nothing but ImageFolder', () => {
  expect(read(given)).toEqual({ exportFirst: false, classFolders: undefined, leftOut: [], apart: undefined })
})

test('what differs from an exported folder is told', () => {
  expect(read(drawn).apart).toEqual(drawn.split)
  const named: FolderImport = { ...given, split: { kind: 'given', folders: ['Training', 'val'] } }
  expect(read(named).apart).toEqual(named.split)
  expect(read({ ...drawn, exportFirst: true })).toMatchObject({ exportFirst: true, apart: undefined })
})

test('of files left out, all have to be known by name', () => {
  expect(read({ ...given, leftOut: { count: 1, files: ['a'] } })).toMatchObject({
    leftOut: ['a'],
    exportFirst: false
  })
  expect(read({ ...given, leftOut: { count: 2, files: ['a'] } })).toMatchObject({
    leftOut: [],
    exportFirst: true
  })
})

test('classes are listed where alphabet or system would have others', () => {
  expect(read({ ...given, classFolders: ['bees', 'ants'] })).toMatchObject({
    classFolders: ['bees', 'ants'],
    exportFirst: false
  })
  // Exported, the folder has another name than the one that was imported.
  expect(read({ ...given, classFolders: ['con', 'ants'] })).toMatchObject({
    classFolders: ['_con', 'ants'],
    exportFirst: true
  })
  expect(read(given, ['bees', 'ants'])).toMatchObject({ classFolders: ['bees', 'ants'], exportFirst: true })
})

test('Python’s order is that of code points', () => {
  expect(inPythonOrder(['Z', 'a', 'ab', 'ä', '\uffee', '😀'])).toBe(true)
  expect(inPythonOrder(['😀', '\uffee'])).toBe(false)
  expect(inPythonOrder(['a', 'a'])).toBe(false)
})

test.each([given, drawn, { ...drawn, exportFirst: true }])(
  'a script for each is short enough for the guide',
  (folder) => {
    const { data } = writeScript(
      'pytorch',
      { ...lessonConfig, trainImages: 50_000 },
      made(lessonDataset.classes, folder)
    ).parts
    for (const line of data) expect(lineText(line).length, lineText(line)).toBeLessThanOrEqual(68)
  }
)

test.each(dialects)('an id from elsewhere is never code: %s', (dialect) => {
  const hostile = { ...made(['ants', 'bees'], given), id: "x'\nprint(1)\n#" }
  const { fileName, parts } = writeScript(dialect, lessonConfig, hostile)
  expect(fileName).toMatch(/^x__print_1___\.m?(?:py|js)$/)
  expect(Object.values(parts).flat().map(lineText).join(' ')).not.toContain('print(1)')
})
