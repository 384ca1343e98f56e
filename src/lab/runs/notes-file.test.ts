import { readFile, rm, writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lessonConfig } from '../../core/settings/run-config'
import { runPaths } from './run-folder'
import { RunStore } from './run-store'
import { log, TestRuns } from './test-runs'

let given: TestRuns
let store: RunStore
beforeEach(async () => {
  given = await TestRuns.open()
  store = given.store
})
afterEach(() => given.close())

const wide = { star: true, note: 'Wider than before', tags: ['wide'], group: 'widths' }

describe('notes', () => {
  test('of a run that nobody noted anything about are missing', async () => {
    await given.endedRun()
    expect((await store.list())[0]).not.toHaveProperty('notes')
  })

  test('are written for several runs, and listed by every store', async () => {
    const [one, two] = [await given.endedRun(), await given.endedRun()]
    const { tags: tag, ...rest } = wide
    expect(await store.changeNotes([one, two], { ...rest, tag })).toEqual([])
    expect(await store.changeNotes([two], { untag: ['wide'], group: null })).toEqual([])
    const other = new RunStore(given.folder, () => undefined)
    for (const each of [store, other]) {
      const [second, first] = await each.list()
      expect(first?.notes).toEqual(wide)
      expect(second?.notes).toEqual({ star: true, note: wide.note, tags: [] })
    }
  })

  test('are written while the run trains, here and elsewhere, and touch neither events nor run.json', async () => {
    const runId = await store.create(lessonConfig)
    await store.append(runId, [log(5)])
    const files = [runPaths.runFile(store.folder(runId)), runPaths.events(store.folder(runId))]
    const before = await Promise.all(files.map((file) => readFile(file, 'utf8')))
    const other = new RunStore(given.folder, () => undefined)
    expect(await other.changeNotes([runId], { star: true })).toEqual([])
    expect(await store.changeNotes([runId], { tag: ['live'] })).toEqual([])
    expect(await Promise.all(files.map((file) => readFile(file, 'utf8')))).toEqual(before)
    expect(await other.list()).toMatchObject([
      { status: { kind: 'training' }, notes: { star: true, tags: ['live'] } }
    ])
  })

  test('go to the trash with the run, and come back', async () => {
    const runId = await given.endedRun()
    await store.changeNotes([runId], { note: 'Keep' })
    await store.delete(runId)
    expect(await store.changeNotes([runId], { note: 'Lost' })).toMatchObject([
      { runId, error: { code: 'not-found' } }
    ])
    await store.restore(runId)
    expect(await store.list()).toMatchObject([{ notes: { note: 'Keep' } }])
  })

  test('that are damaged are told with their run, and with no other', async () => {
    const [damaged, whole] = [await given.endedRun(), await given.endedRun()]
    await store.changeNotes([damaged, whole], { star: true })
    const path = runPaths.notes(store.folder(damaged))
    await writeFile(path, (await readFile(path, 'utf8')).replace('true', 'false'))
    const [second, first] = await store.list()
    expect(first).toMatchObject({ status: { kind: 'stopped' }, notesProblem: { code: 'data-corrupt' } })
    expect(first).not.toHaveProperty('notes')
    expect(second).toMatchObject({ notes: { star: true } })
    expect(await store.changeNotes([damaged], { star: true })).toMatchObject([
      { error: { code: 'data-corrupt' } }
    ])
    await rm(path)
    expect(await store.changeNotes([damaged], { note: 'New' })).toEqual([])
    expect((await store.list())[1]?.notes).toMatchObject({ note: 'New' })
  })

  test('are not written into the folder that remembers the number of a removed run', async () => {
    const runId = await given.deletedRun()
    await store.trash.remove([runId])
    expect(await store.changeNotes([runId, 'run-99'], { star: true })).toMatchObject([
      { runId, error: { code: 'not-found' } },
      { runId: 'run-99', error: { code: 'not-found' } }
    ])
    expect(await store.list()).toEqual([])
  })
})
