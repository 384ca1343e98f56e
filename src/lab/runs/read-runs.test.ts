import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lessonConfig } from '../../core/settings/run-config'
import { runPaths } from './run-folder'
import type { RunStore } from './run-store'
import { log, stopped, TestRuns } from './test-runs'

let given: TestRuns
let store: RunStore
beforeEach(async () => {
  given = await TestRuns.open()
  store = given.store
})
afterEach(() => given.close())

describe('a run from before there were seals', () => {
  test('is read as it is, and sealed when it is next written', async () => {
    const runId = await given.endedRun()
    await given.makeOld(runId)
    expect((await store.read(runId)).events).toEqual([log(5), stopped])
    expect(await readFile(runPaths.runFile(store.folder(runId)), 'utf8')).toContain('"format":1')
    await store.rename(runId, 'Renamed')
    expect(await store.read(runId)).toMatchObject({ summary: { name: 'Renamed' }, events: [log(5), stopped] })
    expect(await readFile(runPaths.runFile(store.folder(runId)), 'utf8')).toContain('"format": 2')
    expect(await readFile(runPaths.events(store.folder(runId)), 'utf8')).toContain('"seal":')
  })

  test('is sealed again when that was cut short between its two files', async () => {
    const runId = await given.endedRun()
    await given.makeOld(runId)
    const old = await readFile(runPaths.runFile(store.folder(runId)))
    await store.rename(runId, 'Lost')
    await writeFile(runPaths.runFile(store.folder(runId)), old)
    await store.append(runId, [log(6)])
    expect((await store.read(runId)).events).toEqual([log(5), stopped, log(6)])
  })
})

describe('what cannot be read', () => {
  test('a run of a newer version is listed with the reason; the others are not affected', async () => {
    const newer = await given.endedRun()
    const fine = await given.endedRun()
    await given.changeRunFile(newer, { format: 3 })
    const runs = await store.list()
    expect(runs.map(({ runId }) => runId)).toEqual([fine, newer])
    expect(runs[1]?.status).toMatchObject({ kind: 'failed', error: { code: 'unsupported' } })
    await expect(store.read(newer)).rejects.toMatchObject({ code: 'unsupported' })
    await store.delete(newer)
    expect(await store.list()).toHaveLength(1)
  })

  test('a damaged run.json is reported as such', async () => {
    const runId = await given.endedRun()
    await writeFile(runPaths.runFile(store.folder(runId)), '{')
    expect(await store.list()).toMatchObject([
      { status: { kind: 'failed', error: { code: 'data-corrupt' } } }
    ])
  })

  test('a setting that was changed in run.json is damage, and the remedy names a checkpoint', async () => {
    const runId = await given.endedRun()
    const path = runPaths.runFile(store.folder(runId))
    const checkpoint = runPaths.checkpoint(store.folder(runId), 250)
    await mkdir(checkpoint, { recursive: true })
    await writeFile(path, (await readFile(path, 'utf8')).replace('"momentum": 0.9', '"momentum": 0.8'))
    const damage = {
      code: 'data-corrupt',
      hint: `Its checkpoints can still be loaded: load ${checkpoint}, or restore the file from a backup.`
    }
    await expect(store.read(runId)).rejects.toMatchObject(damage)
    await expect(store.open(runId)).rejects.toMatchObject(damage)
    expect(await store.list()).toMatchObject([{ status: { kind: 'failed', error: damage } }])
  })

  test('lines that are missing at the end of a log are damage, not an earlier status', async () => {
    const runId = await store.create(lessonConfig, { name: 'Cut' })
    await store.append(runId, [log(5), log(6), stopped])
    await store.release(runId)
    const path = runPaths.events(store.folder(runId))
    const [first = ''] = (await readFile(path, 'utf8')).split('\n')
    await writeFile(path, `${first}\n`)
    const status = { kind: 'failed', error: { code: 'data-corrupt' } }
    expect(await store.list()).toMatchObject([{ name: 'Cut', status }])
    await expect(store.read(runId)).rejects.toMatchObject({ code: 'data-corrupt' })
    await rm(path)
    expect(await store.list()).toMatchObject([{ name: 'Cut', status }])
    await expect(store.read(runId)).rejects.toMatchObject({ code: 'data-corrupt' })
  })

  test('a run without its run.json is listed as failed, with the reason', async () => {
    const runId = await store.create(lessonConfig)
    await store.release(runId)
    await rm(runPaths.runFile(store.folder(runId)))
    expect(await store.list()).toMatchObject([
      { runId, status: { kind: 'failed', error: { code: 'data-corrupt' } } }
    ])
    await expect(store.open(runId)).rejects.toMatchObject({ code: 'data-corrupt' })
  })

  test('a folder that somebody copied is a run of its own', async () => {
    const runId = await given.endedRun()
    const name = 'run-9'
    await cp(store.folder(runId), join(given.folder, 'runs', name), { recursive: true })
    expect((await store.list()).map(({ number }) => number)).toEqual([9, 1])
    await store.rename(name, 'Copy')
    expect((await store.read(name)).summary).toMatchObject({ runId: name, name: 'Copy' })
    expect((await store.read(runId)).summary.name).not.toBe('Copy')
  })

  test('folders that are no runs are passed over', async () => {
    await mkdir(join(given.folder, 'runs', 'something'), { recursive: true })
    await mkdir(join(given.folder, 'runs', 'run-9'))
    expect(await store.list()).toEqual([])
    expect(await store.create(lessonConfig)).toBe('run-10')
  })
})
