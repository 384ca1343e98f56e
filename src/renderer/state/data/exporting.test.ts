import { expect, test } from 'vitest'
import { LabError } from '../../../core/base/lab-error'
import { FakeLab } from '../line/fake-lab'
import { Notices } from '../line/notices.svelte'
import { Exporting } from './exporting.svelte'

const pets = { id: 'pets', name: 'Pets' }

function exporting(answers: ConstructorParameters<typeof FakeLab>[0] = {}) {
  const fake = new FakeLab({
    chooseExportPlace: () => ({ path: '/out/pets.tenfold-data' }),
    exportDataset: () => ({ path: '/out/pets.tenfold-data' }),
    ...answers
  })
  const notices = new Notices()
  const handedOut: string[] = []
  const state = new Exporting(fake, notices, (id) => handedOut.push(id))
  state.show(pets)
  return { state, fake, notices, handedOut }
}

/** An answer that a test gives later. */
function later(): { readonly answer: Promise<object>; readonly give: (output: object | Error) => void } {
  let give: (output: object | Error) => void = () => undefined
  const answer = new Promise<object>((resolve, reject) => {
    give = (output) => (output instanceof Error ? reject(output) : resolve(output))
  })
  return { answer, give }
}

test('it goes where the dialog says, in the form that was chosen', async () => {
  const { state, fake } = exporting()
  state.choose('folder')
  await state.pickAndStart()
  expect(fake.calls).toEqual([
    { method: 'chooseExportPlace', input: { dataset: 'pets', as: 'folder' } },
    { method: 'exportDataset', input: { dataset: 'pets', as: 'folder', path: '/out/pets.tenfold-data' } }
  ])
  expect([state.running, state.written]).toEqual([false, '/out/pets.tenfold-data'])
  state.show(pets)
  expect(state.written).toBeUndefined()
})

test('a dialog that is closed begins nothing', async () => {
  const { state, fake } = exporting({ chooseExportPlace: () => ({}) })
  await state.pickAndStart()
  expect(fake.calls).toHaveLength(1)
  expect([state.open, state.running, state.problem]).toEqual([true, false, undefined])
})

test('it tells how far it is, and nothing of the export of another window', async () => {
  const { answer, give } = later()
  const { state } = exporting({ exportDataset: () => answer })
  state.receive({ unit: 'bytes', done: 1, total: 9 })
  expect(state.progress).toBeUndefined()
  const job = state.start('/out/pets')
  state.receive({ unit: 'bytes', done: 2, total: 9 })
  expect(state.progress).toEqual({ unit: 'bytes', done: 2, total: 9 })
  state.show({ id: 'other', name: 'Other' })
  expect(state.dataset).toEqual(pets)
  give({ path: '/out/pets' })
  await job
  expect(state.running).toBe(false)
})

test('what keeps it from its end is told where somebody looks', async () => {
  const { state, notices } = exporting({
    exportDataset: () =>
      Promise.reject(new LabError('invalid-input', '/out is already there.', 'Choose another.'))
  })
  await state.start('/out')
  expect(state.problem?.message).toBe('/out is already there.')
  expect(notices.all).toEqual([])
  state.choose('folder')
  expect(state.problem).toBeUndefined()
})

test('in the background, its end is a notice', async () => {
  const { answer, give } = later()
  const { state, notices } = exporting({ exportDataset: () => answer })
  const job = state.start('/out/pets')
  state.close()
  give({ path: '/out/pets' })
  await job
  expect(notices.all[0]?.message).toBe('“Pets” was exported to /out/pets.')
})

test('one that is cancelled is no failure', async () => {
  const { answer, give } = later()
  const { state, fake } = exporting({ exportDataset: () => answer })
  const job = state.start('/out/pets')
  await state.cancel()
  expect(fake.calls.at(-1)?.method).toBe('cancelExport')
  give(new LabError('cancelled', 'The export was cancelled.', 'Nothing was written.'))
  await job
  expect([state.problem, state.running]).toEqual([undefined, false])
})

test('a browser downloads what is complete, and is told what is not', async () => {
  const damaged = new LabError('data-corrupt', 'A file is damaged.', 'Delete it.').toData()
  let state: object = { state: 'failed', error: damaged }
  const info = { id: 'pets', name: 'Pets', hash: 'x', classes: ['a', 'b'], shape: [8, 8, 1], labelBytes: 1 }
  const full = {
    ...info,
    normalisation: { mean: [0], standardDeviation: [1] },
    splits: { train: { images: 1, files: ['a'] }, test: { images: 1, files: ['b'] } }
  }
  const exported = exporting({ getDataset: () => ({ ...state, info: full }) })
  await exported.state.download()
  expect(exported.state.problem?.message).toBe('A file is damaged.')
  expect(exported.handedOut).toEqual([])
  state = { state: 'ready', folder: '/data', source: 'here', files: [] }
  await exported.state.download()
  expect(exported.handedOut).toEqual(['pets'])
  expect(exported.state.open).toBe(false)
})
