import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LabError } from '../../core/base/lab-error'
import { lessonConfig } from '../../core/settings/run-config'
import { RunStore } from './run-store'
import { log, stopped, TestRuns } from './test-runs'

let given: TestRuns
let store: RunStore
beforeEach(async () => {
  given = await TestRuns.open()
  store = given.store
})
afterEach(() => given.close())

describe('a run', () => {
  test('is numbered from 1, named, and in training as long as it is open', async () => {
    const runId = await store.create(lessonConfig, { name: 'First' })
    expect(runId).toBe('run-1')
    expect(await store.list()).toMatchObject([{ number: 1, name: 'First', status: { kind: 'training' } }])
    expect(await store.create(lessonConfig)).toBe('run-2')
    expect((await store.list()).map(({ name }) => name)).toEqual(['Run 2', 'First'])
  })

  test('numbers stay apart when several stores make runs at once', async () => {
    const other = new RunStore(given.folder, () => undefined)
    const ids = await Promise.all([store, other, store, other].map((one) => one.create(lessonConfig)))
    await other.close()
    expect(new Set(ids).size).toBe(4)
  })

  test('is the same read while it is open, after it was released, and by another store', async () => {
    const runId = await store.create(lessonConfig)
    await store.append(runId, [log(5)])
    await store.append(runId, [stopped])
    const open = await store.read(runId)
    await store.release(runId)
    expect(await store.read(runId)).toEqual(open)
    const other = new RunStore(given.folder, () => undefined)
    expect(await other.read(runId)).toEqual(open)
    expect(await other.list()).toMatchObject([open.summary])
    expect(open.summary).toMatchObject({ status: { kind: 'stopped' }, step: 7, runningLoss: 1.5 })
  })

  test('tells its events with the number of the first of them', async () => {
    const runId = await store.create(lessonConfig)
    await store.append(runId, [log(1), log(2)])
    await store.append(runId, [stopped])
    const told = given.notices.flatMap((notice) => (notice.event === 'run' ? [notice.data] : []))
    expect(told).toEqual([
      { runId, first: 0, events: [log(1), log(2)] },
      { runId, first: 2, events: [stopped] }
    ])
  })

  test('is renamed, open or not', async () => {
    const runId = await store.create(lessonConfig)
    await store.rename(runId, 'While open')
    expect((await store.read(runId)).summary.name).toBe('While open')
    await store.release(runId)
    await store.rename(runId, 'Afterwards')
    expect((await store.read(runId)).summary.name).toBe('Afterwards')
  })

  test('goes to the trash and comes back; its number is not given away meanwhile', async () => {
    const runId = await given.endedRun()
    const before = await store.read(runId)
    await store.delete(runId)
    expect(await store.list()).toEqual([])
    for (const ask of [store.read(runId), store.open(runId), store.rename(runId, 'x'), store.delete(runId)]) {
      await expect(ask).rejects.toMatchObject({
        code: 'not-found',
        message: 'Run #1 is in the trash.',
        hint: 'Restore it from the trash in Runs, or with: npm start -- runs restore 1'
      })
    }
    await expect(store.read('run-9')).rejects.toThrow('This run does not exist.')
    expect(await store.create(lessonConfig)).toBe('run-2')
    await store.restore(runId)
    expect(await store.read(runId)).toEqual(before)
    await expect(store.restore(runId)).rejects.toMatchObject({
      code: 'not-found',
      message: 'run-1 is not in the trash: it is in the list of runs.'
    })
    await expect(store.restore('run-9')).rejects.toThrow('run-9 is not in the trash.')
  })

  test('is not deleted while it is open', async () => {
    const runId = await store.create(lessonConfig)
    await expect(store.delete(runId)).rejects.toMatchObject({ code: 'busy' })
    expect(await store.list()).toHaveLength(1)
  })

  test.each(['../run-1', 'run/1', '', 'RUN-1'])('%j is not taken for the name of a run', async (name) => {
    await expect(store.read(name)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('making a run', () => {
  test('leaves nothing behind when it fails', async () => {
    const full = new LabError('storage', 'The disk is full.', 'Free some space.')
    await expect(store.create(lessonConfig, { fill: () => Promise.reject(full) })).rejects.toBe(full)
    expect(await readdir(join(given.folder, 'runs'))).toEqual([])
    expect(await store.create(lessonConfig)).toBe('run-1')
  })

  test('that came to nothing is undone for good', async () => {
    const runId = await store.create(lessonConfig)
    await store.discard(runId)
    expect(await readdir(join(given.folder, 'runs'))).toEqual([])
    expect(await store.list()).toEqual([])
  })

  test('that came to nothing while everything closed is undone, too', async () => {
    const runId = await store.create(lessonConfig)
    await store.close()
    await store.discard(runId)
    expect(await readdir(join(given.folder, 'runs'))).toEqual([])
  })

  test('stays where somebody else has changed it since', async () => {
    const runId = await store.create(lessonConfig)
    await store.close()
    const other = new RunStore(given.folder, () => undefined)
    await other.rename(runId, 'Kept')
    await other.close()
    await store.discard(runId)
    expect(await readdir(join(given.folder, 'runs'))).toEqual([runId])
  })
})
