import { copyFile, cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RunStore } from './run-store'
import { TestRuns } from './test-runs'

let given: TestRuns
let store: RunStore
beforeEach(async () => {
  given = await TestRuns.open()
  store = given.store
})
afterEach(() => given.close())

const ids = async (): Promise<string[]> => (await store.trash.list()).runs.map(({ run }) => run.runId)

describe('the trash', () => {
  test('shows what was deleted, the latest first, with its date and size, and says that it changed', async () => {
    expect(await store.trash.list()).toEqual({ runs: [], foreign: [] })
    const before = Date.now()
    await given.deletedRun('First')
    await wait(2)
    await given.deletedRun('Second')
    const { runs, foreign } = await store.trash.list()
    expect(foreign).toEqual([])
    expect(runs).toMatchObject([
      { run: { runId: 'run-2', number: 2, name: 'Second', status: { kind: 'stopped' } } },
      { run: { runId: 'run-1', number: 1, name: 'First', status: { kind: 'stopped' } } }
    ])
    for (const { deletedAt, bytes, obstacle } of runs) {
      expect(deletedAt).toBeGreaterThanOrEqual(before)
      expect(deletedAt).toBeLessThanOrEqual(Date.now())
      expect(bytes).toBeGreaterThan(100_000)
      expect(obstacle).toBeUndefined()
    }
    expect(given.notices.filter(({ event }) => event === 'trash')).toHaveLength(2)
  })

  test('gives a run back as it was', async () => {
    const runId = await given.trainedRun()
    const before = await readdir(store.folder(runId))
    await store.delete(runId)
    await store.restore(runId)
    expect(await readdir(store.folder(runId))).toEqual(before)
    expect(await ids()).toEqual([])
  })

  test('does not know when a run was deleted whose note is missing, damaged or another’s', async () => {
    const runId = await given.deletedRun()
    const note = given.inTrash(runId, 'deleted.json')
    const other = given.inTrash(await given.deletedRun(), 'deleted.json')
    const dated = async (): Promise<number> =>
      (await store.trash.list()).runs.filter(({ deletedAt }) => deletedAt !== undefined).length
    expect(await dated()).toBe(2)
    for (const spoil of [() => writeFile(note, '{'), () => copyFile(other, note), () => rm(note)]) {
      await spoil()
      expect(await dated()).toBe(1)
    }
    expect(await store.trash.remove([runId])).toMatchObject({ removed: [runId], kept: [] })
  })

  test('shows runs that cannot be read, and removes them', async () => {
    const [broken, empty] = [await given.deletedRun(), await given.deletedRun()]
    await writeFile(given.inTrash(broken, 'run.json'), '{')
    await rm(given.inTrash(empty, 'run.json'))
    const { runs } = await store.trash.list()
    const failed = { kind: 'failed', error: { code: 'data-corrupt' } }
    expect(runs.map(({ run }) => run.status)).toMatchObject([failed, failed])
    expect((await store.trash.remove([broken, empty])).removed).toEqual([broken, empty])
    expect(await given.namesIn('trash')).toEqual([])
  })

  test('names a run by its folder, whatever its run.json says', async () => {
    const runId = await given.deletedRun()
    await cp(given.inTrash(runId), given.inTrash('run-7'), { recursive: true })
    expect(new Set(await ids())).toEqual(new Set([runId, 'run-7']))
  })

  test('refuses to restore what is not in it, and what another run stands in the place of', async () => {
    await mkdir(given.inTrash('notes'), { recursive: true })
    await expect(store.restore('notes')).rejects.toMatchObject({ code: 'not-found' })
    await expect(store.restore('run-1')).rejects.toMatchObject({ code: 'not-found' })
    const runId = await given.deletedRun()
    await cp(given.inTrash(runId), store.folder(runId), { recursive: true })
    await expect(store.restore(runId)).rejects.toThrow('something else is already there')
    await expect(store.delete(runId)).rejects.toMatchObject({ code: 'storage' })
    expect(await given.namesIn('trash')).toContain(runId)
    expect(await given.namesIn('runs')).toContain(runId)
  })
})
