import { expect, test } from 'vitest'
import { lessonDataset } from '../../../core/data/lesson-dataset'
import type { DatasetStatus } from '../../../lab/contract/dataset-status'
import { FakeLab } from '../line/fake-lab'
import { Notices } from '../line/notices.svelte'
import { DatasetLibrary } from './dataset-library.svelte'

const named = (name: string): DatasetStatus => ({ state: 'absent', info: { ...lessonDataset, name } })

/** Answers wait until they are let go. */
function slowLab() {
  const answers: ((name: string) => void)[] = []
  const lab = new FakeLab({
    listDatasets: () =>
      new Promise((resolve) => {
        answers.push((name) => {
          resolve({ datasets: [named(name)], drafts: [], unreadable: [] })
        })
      })
  })
  /** Answers the question with this number, once it is asked. */
  async function answer(question: number, name: string): Promise<void> {
    await expect.poll(() => answers.length).toBeGreaterThan(question)
    answers[question]?.(name)
  }
  return { library: new DatasetLibrary(lab, new Notices()), answer }
}

test('a list that was asked for before a change is not the last word', async () => {
  const { library, answer } = slowLab()
  const refreshed = Promise.all([library.refresh(), library.refresh()])
  await answer(0, 'before')
  await answer(1, 'after')
  await refreshed
  expect(library.all).toEqual([named('after')])
})

test('what one tells of itself outlives a list that was on its way', async () => {
  const { library, answer } = slowLab()
  const first = library.refresh()
  await answer(0, 'one')
  await first
  const second = library.refresh()
  library.receive(named('two'))
  await answer(1, 'one')
  await answer(2, 'two')
  await second
  expect(library.all).toEqual([named('two')])
})

test('what one tells of itself under another name may be from before: the list is asked again', async () => {
  const { library, answer } = slowLab()
  const first = library.refresh()
  await answer(0, 'new')
  await first
  library.receive(named('old'))
  await answer(1, 'new')
  await expect.poll(() => library.all).toEqual([named('new')])
})
