import { expect, test } from 'vitest'
import { LabError } from '../../../core/base/lab-error'
import type { Examination, ImportStatus } from '../../../lab/contract/dataset-import'
import { FakeLab } from '../line/fake-lab'
import { Notices } from '../line/notices.svelte'
import { Importing } from './importing.svelte'

const folder: Examination = {
  kind: 'folder',
  path: '/photos/flowers',
  name: 'flowers',
  classes: [
    { name: 'daisy', train: 20, test: 0 },
    { name: 'tulip', train: 30, test: 0 }
  ],
  isSplit: false,
  findings: [],
  sample: { images: 24, median: [640, 480], grey: false },
  shape: [64, 64, 3],
  examples: ['daisy/1.jpg']
}
const done: ImportStatus = { state: 'done', id: 'flowers', name: 'Flowers', images: 50, findings: [] }

function importing(answers: ConstructorParameters<typeof FakeLab>[0] = {}) {
  const fake = new FakeLab({
    examinePlace: () => folder,
    importDataset: () => ({}),
    getFindings: () => ({ findings: [{ kind: 'tiny', of: 'daisy/1.jpg' }] }),
    ...answers
  })
  const notices = new Notices()
  const ready: string[] = []
  return { state: new Importing(fake, notices, (id) => ready.push(id)), fake, notices, ready }
}

test('what a place holds fills the fields, and is imported as they say', async () => {
  const { state, fake } = importing()
  state.show()
  await state.look('/photos/flowers')
  expect(state.fields).toEqual({
    name: 'flowers',
    height: '64',
    width: '64',
    channels: 3,
    fit: 'cover',
    testShare: '20',
    seed: '1'
  })
  state.set({ name: ' Flowers ', height: '48', testShare: '25' })
  await state.startFolder()
  expect(fake.calls.at(-1)).toEqual({
    method: 'importDataset',
    input: {
      kind: 'folder',
      path: '/photos/flowers',
      name: 'Flowers',
      shape: [48, 64, 3],
      fit: 'cover',
      seed: 1,
      testShare: 0.25
    }
  })
})

test.each([
  ['name', ' '],
  ['height', '7'],
  ['width', '64.5'],
  ['testShare', '91'],
  ['seed', '-1']
] as const)('a wrong %s is told at its field, and nothing is imported', async (field, text) => {
  const { state, fake } = importing()
  state.show()
  await state.look('/photos/flowers')
  state.set({ [field]: text })
  expect(Object.keys(state.errors)).toEqual([field])
  expect(state.request).toBeUndefined()
  await state.startFolder()
  expect(fake.calls.map(({ method }) => method)).toEqual(['examinePlace'])
})

test('a place that cannot be used is told of, and the next one is looked at', async () => {
  let there = false
  const { state } = importing({
    examinePlace: () => {
      if (there) return folder
      throw new LabError('not-found', 'There is no folder /gone.', 'Check the path.')
    }
  })
  state.show()
  await state.look('/gone')
  expect(state.problem?.message).toBe('There is no folder /gone.')
  there = true
  await state.look('/photos/flowers')
  expect(state.problem).toBeUndefined()
  expect(state.found?.kind).toBe('folder')
})

test('the report is shown to who waits for it; who went away is told', async () => {
  const { state, ready } = importing()
  state.show()
  await state.look('/photos/flowers')
  state.receive(done)
  await expect.poll(() => state.findings.length).toBe(1)
  expect(ready).toEqual([])
  state.close()
  state.receive(done)
  expect(ready).toEqual(['flowers'])
})

test('a failure while the dialog is closed is a notice', () => {
  const { state, notices } = importing()
  state.receive({
    state: 'failed',
    name: 'Flowers',
    error: { code: 'storage', message: 'The disk is full.', hint: 'Free some space.' }
  })
  expect(notices.all.map(({ message }) => message)).toEqual(['The disk is full.'])
})

test('opened again while an import runs, it shows how far that is', () => {
  const { state } = importing()
  state.receive({ state: 'running', name: 'Flowers', phase: 'decoding', done: 5, total: 50 })
  state.show()
  expect(state.status).toMatchObject({ state: 'running', done: 5 })
})

const archive: Examination = {
  kind: 'archive',
  path: '/uploads/pets.tenfold-data',
  bytes: 9000,
  name: 'Pets',
  classes: ['cat', 'dog'],
  shape: [32, 32, 3],
  train: 8,
  test: 2
}

test('an exported data set is shown, and imported as it is', async () => {
  const { state, fake } = importing({ examinePlace: () => archive })
  state.show()
  await state.look(archive.path)
  expect([state.found?.kind, state.fields]).toEqual(['archive', undefined])
  await state.startArchive()
  expect(fake.calls.at(-1)).toEqual({
    method: 'importDataset',
    input: { kind: 'archive', path: archive.path }
  })
})

test('a well-known set is downloaded by its id', async () => {
  const { state, fake } = importing()
  state.show()
  await state.startDownload('mnist')
  expect(fake.calls).toEqual([{ method: 'importDataset', input: { kind: 'download', set: 'mnist' } }])
})

test('the system’s dialog gives a place to look at, or nothing', async () => {
  let picked: object = {}
  const { state, fake } = importing({ pickPlace: () => picked })
  state.show()
  await state.pick('file')
  expect(fake.calls).toEqual([{ method: 'pickPlace', input: { what: 'file' } }])
  picked = { path: '/photos/flowers' }
  await state.pick('folder')
  expect(state.found?.kind).toBe('folder')
})
