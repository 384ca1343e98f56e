import { expect, test } from 'vitest'
import { LabError } from '../../../core/base/lab-error'
import { methods } from '../../../lab/contract/contract'
import { FakeLab } from '../line/fake-lab'
import { Notices } from '../line/notices.svelte'
import { Editing } from './editing.svelte'

const pets = {
  id: 'pets',
  name: 'Pets',
  shape: [8, 8, 1],
  fit: 'cover',
  classes: [
    { name: 'cat', train: 2, test: 1 },
    { name: 'dog', train: 0, test: 0 }
  ]
}

/** u8[count, 1, 8, 8] in base64 */
const grey = (count: number): string =>
  btoa(String.fromCharCode(...Array.from({ length: count * 64 }, () => 7)))

function editing(answers: Readonly<Record<string, (input: unknown) => unknown>> = {}) {
  const fake = new FakeLab({
    getEdited: () => pets,
    getClassImages: () => ({
      total: 3,
      images: [
        { split: 'train', row: 0, label: 0, name: 'cat/1.png' },
        { split: 'train', row: 4, label: 0 },
        { split: 'test', row: 1, label: 0 }
      ],
      pixels: grey(3)
    }),
    editDataset: () => ({}),
    ...answers
  })
  const notices = new Notices()
  return { fake, notices, state: new Editing({ lab: fake.lab }, notices) }
}

const callsOf = (fake: FakeLab, name: string) =>
  fake.calls.filter(({ method }) => method === name).map(({ input }) => input)

test('shows the images of the first class, and what they come from', async () => {
  const { state } = editing()
  await state.show('pets')
  expect(state.dataset?.name).toBe('Pets')
  expect(state.page).toMatchObject({ label: 0, first: 0, total: 3 })
  expect(state.page?.images.map(({ split, row, name }) => [split, row, name])).toEqual([
    ['train', 0, 'cat/1.png'],
    ['train', 4, undefined],
    ['test', 1, undefined]
  ])
})

test('one that cannot be read is not opened', async () => {
  const { state, notices } = editing({
    getEdited: () => {
      throw new LabError('not-found', 'There is no data set “pets”.', 'Look at the list.')
    }
  })
  await state.show('pets')
  expect(state.open).toBe(false)
  expect(notices.all.map(({ message }) => message)).toEqual(['There is no data set “pets”.'])
})

test('an edit clears the selection, and what keeps it from being made is shown', async () => {
  let refuses = true
  const { state, fake } = editing({
    editDataset: () => {
      if (refuses) throw new LabError('busy', 'Run #1 is being trained on Pets.', 'Stop it.')
      return {}
    }
  })
  await state.show('pets')
  state.selection.all(state.page?.images ?? [])
  expect(await state.edit({ kind: 'remove', images: [{ split: 'train', row: 0 }] })).toBe(false)
  expect(state.problem?.message).toBe('Run #1 is being trained on Pets.')
  expect(state.selection.chosen).toHaveLength(3)
  refuses = false
  expect(await state.edit({ kind: 'remove', images: [{ split: 'train', row: 0 }] })).toBe(true)
  expect([state.problem, state.selection.chosen.length]).toEqual([undefined, 0])
  expect(callsOf(fake, 'editDataset').at(-1)).toEqual({
    dataset: 'pets',
    edit: { kind: 'remove', images: [{ split: 'train', row: 0 }] }
  })
})

test('the frames of a burst go in calls that a socket takes, and come back together', async () => {
  const { state, fake } = editing({
    getEdited: () => ({ ...pets, shape: [224, 224, 3] }),
    getClassImages: () => ({ total: 0, images: [], pixels: '' }),
    addImages: () => ({ added: 2, known: [], refused: [] })
  })
  await state.show('pets')
  const frames = Array.from({ length: 5 }, (_, i) => ({
    name: `frame ${i}`,
    planes: new Uint8Array(224 * 224 * 3)
  }))
  await state.addFrames(frames, state.beginBurst())
  const calls = callsOf(fake, 'addImages')
  expect(calls).toHaveLength(3)
  expect(JSON.stringify(calls[0]).length).toBeLessThan(2_000_000 / 3)
  const groups = calls.map((call) => /"group":"([^"]*)"/.exec(JSON.stringify(call))?.[1])
  expect(new Set(groups).size).toBe(1)
  expect(state.added).toMatchObject({ to: 'cat', result: { added: 6 } })
})

test('images that come while others are being added wait for them', async () => {
  const added: unknown[] = []
  const ends: (() => void)[] = []
  const { state } = editing({
    beginUpload: () => ({ path: '/data/uploads/x/files' }),
    getReceived: () => ({ received: [0] }),
    addImages: async (input) => {
      added.push(methods.addImages.input.parse(input).label)
      await new Promise<void>((resolve) => ends.push(resolve))
      return { added: 1, known: [], refused: [] }
    }
  })
  await state.show('pets')
  const one = { name: 'a.png', files: [{ path: 'a.png', file: new File(['x'], 'a.png') }] }
  const all = [state.addFiles(one, 1), state.addFiles(one, 0), state.addFiles(one, 1)]
  for (const count of [1, 2, 3]) {
    await expect.poll(() => ends.length).toBe(count)
    ends.at(-1)?.()
  }
  await Promise.all(all)
  expect(added).toEqual([1, 0, 1])
})

test('one that was deleted in another window is closed, and that is said', async () => {
  let gone = false
  const { state, notices } = editing({
    getEdited: () => {
      if (gone) throw new LabError('not-found', 'There is no data set “pets”.', 'Look at the list.')
      return pets
    }
  })
  await state.show('pets')
  gone = true
  await state.refresh()
  expect(state.open).toBe(false)
  expect(notices.all[0]?.message).toBe('“Pets” was deleted, so it cannot be edited any more.')
})

test('without a class there is nothing that images could be added to', async () => {
  const { state, fake } = editing({ getEdited: () => ({ ...pets, classes: [] }) })
  await state.show('pets')
  await state.addFiles({ name: 'a.png', files: [{ path: 'a.png', file: new File(['x'], 'a.png') }] })
  expect(state.problem?.hint).toBe('Add a class first, then its images.')
  expect(callsOf(fake, 'beginUpload')).toEqual([])
})
