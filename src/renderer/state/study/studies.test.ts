import { expect, test } from 'vitest'
import { LabError } from '../../../core/base/lab-error'
import { lessonConfig } from '../../../core/settings/run-config'
import { defineStudy } from '../../../core/study/define-study'
import type { StudySummary } from '../../../lab/contract/study'
import { FakeLab } from '../line/fake-lab'
import { Notices } from '../line/notices.svelte'
import { Studies } from './studies.svelte'

const definition = defineStudy({ variants: [lessonConfig], search: { kind: 'none' }, seeds: [1, 2, 3] })
const summary = (number: number, status: StudySummary['status']): StudySummary => ({
  studyId: `study-${number}`,
  number,
  name: `Study ${number}`,
  createdAt: number,
  status,
  total: 3,
  finished: 0,
  failed: 0,
  skipped: 0
})

function openStudies(kept: { all: readonly StudySummary[] }) {
  const fake = new FakeLab({
    listStudies: () => ({ studies: [...kept.all] }),
    getStudy: (input) => {
      const found = kept.all.find(({ studyId }) => JSON.stringify(input).includes(`"${studyId}"`))
      if (found === undefined) throw new LabError('not-found', 'This study does not exist.', '')
      return { summary: found, definition, skipped: [], runs: [] }
    },
    startStudy: () => ({ studyId: 'study-3' })
  })
  const notices = new Notices()
  const ended: string[] = []
  const studies = new Studies(fake, notices, ({ studyId }) => ended.push(studyId))
  return { fake, notices, studies, ended }
}

test('the newest first; one is in training at most', async () => {
  const { studies } = openStudies({
    all: [summary(1, { kind: 'finished' }), summary(2, { kind: 'training', atOnce: 2 })]
  })
  await studies.refresh()
  expect(studies.all?.map(({ number }) => number)).toEqual([2, 1])
  expect(studies.active?.studyId).toBe('study-2')
})

test('the open study is worked out once, and follows the lab', async () => {
  const kept = { all: [summary(1, { kind: 'training', atOnce: 1 })] }
  const { studies } = openStudies(kept)
  await studies.show('study-1')
  const layout = studies.open?.layout
  expect(layout?.trials.length).toBe(3)
  kept.all = [summary(1, { kind: 'finished' })]
  await studies.refresh()
  expect(studies.open?.study.summary.status.kind).toBe('finished')
  expect(studies.open?.layout).toBe(layout)
})

test('a study that does not exist leads to the list, and says so', async () => {
  const { studies, notices } = openStudies({ all: [] })
  await studies.show('study-9')
  expect(studies.openId).toBeUndefined()
  expect(notices.all).toHaveLength(1)
})

test('the end of a study is told once, and that of one which was over is not', async () => {
  const kept = { all: [summary(1, { kind: 'finished' }), summary(2, { kind: 'preparing' })] }
  const { studies, ended } = openStudies(kept)
  await studies.refresh()
  expect(ended).toEqual([])
  kept.all = [summary(1, { kind: 'finished' }), summary(2, { kind: 'finished' })]
  await studies.refresh()
  await studies.refresh()
  expect(ended).toEqual(['study-2'])
})

test('what is started is in the list at once', async () => {
  const { studies, fake } = openStudies({ all: [] })
  expect(
    await studies.start({ variants: [lessonConfig], search: { kind: 'none' }, seeds: [1, 2] }, 'cifar-10')
  ).toBe('study-3')
  expect(fake.calls.map(({ method }) => method)).toEqual(['startStudy', 'listStudies'])
})
