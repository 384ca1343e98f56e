import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { leaveClaim } from '../../src/lab/ownership/leave-claim'
import type { StudyPlan } from '../../src/core/study/study-plan'
import type { Study } from '../../src/lab/contract/study'
import { failureOf } from './failure-of'
import { isEnd, nextEvent } from './open-test-lab'
import { lastStep, testConfig, TestLab } from './test-lab'

let given: TestLab
beforeAll(async () => {
  given = await TestLab.make()
})
afterAll(() => given.remove())

const seeds = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1)

const plan = (change: Partial<StudyPlan> = {}): StudyPlan => ({
  variants: [testConfig],
  search: { kind: 'none' },
  seeds: seeds(3),
  parallel: 2,
  ...change
})

const waiting = { timeout: 120_000, interval: 50 }

async function start(change: Partial<StudyPlan> = {}): Promise<string> {
  return (await given.service.lab.startStudy({ plan: plan(change) })).studyId
}

const look = (studyId: string): Promise<Study> => given.service.lab.getStudy({ studyId })

async function untilFinished(studyId: string): Promise<Study> {
  await vi.waitFor(
    async () => expect((await look(studyId)).summary.status).toEqual({ kind: 'finished' }),
    waiting
  )
  return look(studyId)
}

describe('the same settings with three seeds', () => {
  test('are three runs that train as they would by themselves', async () => {
    const { summary, runs } = await untilFinished(await start())
    expect(summary).toMatchObject({ name: 'Study 1', total: 3, finished: 3, failed: 0, skipped: 0 })
    expect(runs.map(({ trial, round, status }) => [trial, round, status.kind])).toEqual([
      [0, 0, 'finished'],
      [1, 0, 'finished'],
      [2, 0, 'finished']
    ])
    for (const { accuracy } of runs) expect(accuracy).toBeGreaterThan(0)
    const second = runs.find(({ trial }) => trial === 1)
    const alone = await given.trainToEnd({ ...testConfig, seed: 2 })
    expect(await given.weightsHash(second?.runId ?? '')).toBe(await given.weightsHash(alone))
    const curves = await given.service.lab.getStudyCurves({ studyId: 'study-1' })
    expect(curves.curves.map(({ trial }) => trial)).toEqual([0, 1, 2])
    expect(curves.curves[0]?.loss.length).toBeGreaterThan(1)
  })

  test('are named by the study in their files, and in a list after it was opened again', async () => {
    await given.reopen()
    const { runs } = await given.service.lab.listRuns({})
    const own = runs.filter(({ study }) => study?.studyId === 'study-1')
    expect(own.map(({ name }) => name).sort()).toEqual([
      'Study 1, seed 1',
      'Study 1, seed 2',
      'Study 1, seed 3'
    ])
    const { studies } = await given.service.lab.listStudies({})
    expect(studies.map(({ studyId, status }) => [studyId, status.kind])).toEqual([['study-1', 'finished']])
  })
})

describe('a study on the way', () => {
  test('is paused and goes on where it was: nothing is trained twice, and the weights are the same', async () => {
    const long = { ...testConfig, epochs: 40, checkpointEvery: 100 }
    const studyId = await start({ variants: [long], seeds: [1, 2, 3], parallel: 2 })
    await vi.waitFor(async () => {
      const { runs } = await look(studyId)
      expect(runs.filter(({ step }) => step > 100).length).toBe(2)
    }, waiting)
    expect(await failureOf(given.service.lab.startRun({ config: testConfig }))).toMatchObject({
      code: 'busy',
      message: 'A study is in training, and it uses all cores.'
    })
    await given.service.lab.pauseStudy({ studyId })
    const paused = await look(studyId)
    expect(paused.summary.status).toEqual({ kind: 'paused' })
    expect(paused.runs.map(({ status }) => status.kind)).toEqual(['stopped', 'stopped'])
    const reached = paused.runs.map(({ step }) => step)
    await given.reopen()
    await given.service.lab.resumeStudy({ studyId })
    const { runs } = await untilFinished(studyId)
    expect(runs.map(({ trial }) => trial)).toEqual([0, 1, 2])
    for (const [i, step] of reached.entries()) {
      const events = await given.events(runs[i]?.runId ?? '')
      expect(events.find((event) => event.type === 'resumed')).toMatchObject({ step })
    }
    const alone = await given.trainToEnd({ ...long, seed: 1 })
    const last = 40 * 125
    expect(await given.weightsHash(runs[0]?.runId ?? '', last)).toBe(await given.weightsHash(alone, last))
  })

  test('goes on without a trial that was stopped for good', async () => {
    const studyId = await start({ variants: [{ ...testConfig, epochs: 150 }], seeds: [1, 2, 3], parallel: 1 })
    await vi.waitFor(async () => expect((await look(studyId)).runs.length).toBe(1), waiting)
    await given.service.lab.stopTrial({ studyId, trial: 0 })
    await given.service.lab.stopTrial({ studyId, trial: 2 })
    const { summary, runs, skipped } = await untilFinished(studyId)
    expect(skipped).toEqual([0, 2])
    expect(runs.map(({ trial, status }) => [trial, status.kind])).toEqual([
      [0, 'stopped'],
      [1, 'finished']
    ])
    expect(summary).toMatchObject({ finished: 1, skipped: 2, total: 3 })
  })

  test('whose training process is killed stops and says so; resumed, it is finished', async () => {
    const studyId = await start({ variants: [{ ...testConfig, epochs: 30 }], seeds: [1, 2], parallel: 1 })
    await vi.waitFor(async () => {
      expect((await look(studyId)).runs.find(({ step }) => step > 50)).toBeDefined()
    }, waiting)
    process.kill(Number(await readFile(given.trainer.pidFile, 'utf8')), 'SIGKILL')
    await vi.waitFor(async () => {
      expect((await look(studyId)).summary.status).toMatchObject({
        kind: 'paused',
        problem: { code: 'trainer-crashed' }
      })
    }, waiting)
    await given.service.lab.resumeStudy({ studyId })
    expect((await untilFinished(studyId)).summary.finished).toBe(2)
  })

  test('counts a loss that became infinite as a result', async () => {
    const search: StudyPlan['search'] = {
      kind: 'grid',
      axes: [{ name: 'learningRate', values: [0.001, 10] }]
    }
    const { summary, runs } = await untilFinished(await start({ search, seeds: [1] }))
    expect(summary).toMatchObject({ finished: 1, failed: 1, total: 2 })
    expect(runs.find(({ trial }) => trial === 1)?.status).toMatchObject({ error: { code: 'diverged' } })
  })
})

test('successive halving goes on with the better half, from where it was', async () => {
  const base = { ...testConfig, validationSplit: 0.2, epochs: 4 }
  const search: StudyPlan['search'] = {
    kind: 'grid',
    axes: [{ name: 'learningRate', values: [1e-6, 0.001, 0.002, 1e-7] }]
  }
  const studyId = await start({
    variants: [base],
    search,
    seeds: [1],
    halving: { firstEpochs: 1, keepOneIn: 2 }
  })
  const { summary, runs } = await untilFinished(studyId)
  expect(summary).toMatchObject({ total: 7, finished: 7 })
  const rounds = [0, 1, 2].map((round) =>
    runs
      .filter((run) => run.round === round)
      .map(({ trial }) => trial)
      .sort()
  )
  expect(rounds.map(({ length }) => length)).toEqual([4, 2, 1])
  // The steps of the rounds before are not trained again.
  const [winner] = runs.filter(({ round }) => round === 2)
  const events = await given.events(winner?.runId ?? '')
  expect(events.filter(({ type }) => type === 'forked').length).toBe(2)
  const alone = await given.trainToEnd({
    ...base,
    optimizer: { ...base.optimizer, learningRate: [1e-6, 0.001, 0.002, 1e-7][winner?.trial ?? 0] ?? 0 }
  })
  expect(await given.weightsHash(winner?.runId ?? '', 400)).toBe(await given.weightsHash(alone, 400))
})

describe('a study is refused', () => {
  test('for settings that no run can have, before anything is made', async () => {
    const before = await given.service.lab.listStudies({})
    const search: StudyPlan['search'] = { kind: 'grid', axes: [{ name: 'batchSize', values: [4, 0] }] }
    expect(await failureOf(given.service.lab.startStudy({ plan: plan({ search }) }))).toMatchObject({
      code: 'invalid-input'
    })
    expect(
      await failureOf(
        given.service.lab.startStudy({ plan: plan({ variants: [{ ...testConfig, trainImages: 100_000 }] }) })
      )
    ).toMatchObject({ code: 'invalid-input' })
    // TensorFlow is set up in each data folder by itself.
    expect(
      await failureOf(
        given.service.lab.startStudy({ plan: plan({ variants: [{ ...testConfig, engine: 'tensorflow' }] }) })
      )
    ).toMatchObject({ code: 'engine-unavailable' })
    expect(await given.service.lab.listStudies({})).toEqual(before)
  })

  test('beside a run in training', async () => {
    const begun = nextEvent(given.service, (event) => event.type === 'progress')
    const ended = nextEvent(given.service, isEnd)
    const { runId } = await given.service.lab.startRun({ config: { ...testConfig, epochs: 1000 } })
    await begun
    expect(await failureOf(given.service.lab.startStudy({ plan: plan() }))).toMatchObject({
      code: 'busy',
      message: 'A run is in training.'
    })
    await given.service.lab.stopRun({ runId })
    await ended
  })
})

test('a study is renamed, and deleted without its runs; one whose file is damaged is listed with the reason', async () => {
  const { lab } = given.service
  await lab.renameStudy({ studyId: 'study-1', name: 'How far apart are seeds?' })
  expect((await look('study-1')).summary.name).toBe('How far apart are seeds?')
  const before = await lab.listRuns({})
  await lab.deleteStudy({ studyId: 'study-1' })
  expect((await lab.listRuns({})).runs.length).toBe(before.runs.length)
  expect(await failureOf(look('study-1'))).toMatchObject({ code: 'not-found' })
  const file = join(given.dataFolder, 'studies', 'study-2', 'study.json')
  await writeFile(file, (await readFile(file, 'utf8')).replace('"seed":1', '"seed":2'))
  const { studies } = await lab.listStudies({})
  expect(studies.find(({ studyId }) => studyId === 'study-2')?.status).toMatchObject({
    kind: 'unreadable',
    problem: { code: 'data-corrupt' }
  })
})

test('the number of a study that was deleted is not given to another one, whose runs would be mixed up with its runs', async () => {
  const { lab } = given.service
  const first = await start({ seeds: [1, 2] })
  await untilFinished(first)
  await lab.deleteStudy({ studyId: first })
  expect(await failureOf(look(first))).toMatchObject({ code: 'not-found' })
  expect((await lab.listStudies({})).studies.map(({ studyId }) => studyId)).not.toContain(first)
  const second = await start({ seeds: [1, 2] })
  expect(Number(second.replace('study-', ''))).toBe(Number(first.replace('study-', '')) + 1)
  await untilFinished(second)
})

test('a study that another computer had is taken over with its runs when a person says so, and goes on', async () => {
  const { lab } = given.service
  const studyId = await start({ parallel: 1 })
  await vi.waitFor(async () => expect((await look(studyId)).runs.length).toBeGreaterThan(0), waiting)
  expect(await failureOf(lab.takeOverStudy({ studyId }))).toMatchObject({
    code: 'busy',
    hint: 'Use that one, or close it first.'
  })
  await lab.pauseStudy({ studyId })
  const { runs } = await look(studyId)
  const elsewhere = { kernel: 'other', machine: 'other', host: 'lab-7', pid: 12 }
  await leaveClaim(join(given.dataFolder, 'studies', studyId), elsewhere)
  const live = runs.find(({ status }) => status.kind !== 'finished')
  if (live !== undefined) await leaveClaim(join(given.dataFolder, 'runs', live.runId), elsewhere)
  expect((await look(studyId)).summary.status).toEqual({ kind: 'elsewhere', host: 'lab-7', certain: false })
  for (const ask of [lab.resumeStudy, lab.deleteStudy]) {
    const { code, message, hint } = await failureOf(ask({ studyId }))
    expect(code).toBe('busy')
    expect(message).toContain('may be in training in another Tenfold (process 12 on lab-7)')
    expect(hint).toContain('study take-over')
  }
  await lab.takeOverStudy({ studyId })
  expect((await look(studyId)).summary.status).toEqual({ kind: 'paused' })
  await lab.resumeStudy({ studyId })
  const after = await untilFinished(studyId)
  expect(after.runs.map(({ step }) => step)).toEqual([lastStep, lastStep, lastStep])
})

test('how many runs train at a time is measured where nobody says it', async () => {
  const studyId = await start({ seeds: [1, 2] })
  const { parallel: _, ...measured } = plan({ seeds: [1, 2] })
  await untilFinished(studyId)
  const { studyId: second } = await given.service.lab.startStudy({ plan: measured })
  expect((await look(second)).summary.status).toEqual({ kind: 'preparing' })
  const { runs } = await untilFinished(second)
  expect(runs.map(({ step }) => step)).toEqual([lastStep, lastStep])
})
