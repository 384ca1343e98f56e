import { readdir, readFile, rm, symlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { lessonConfig } from '../../core/settings/run-config'
import type { RunEvent } from '../../core/run/run-event'
import { leaveClaim } from '../ownership/leave-claim'
import { runPaths } from './run-folder'
import { RunStore } from './run-store'
import { formerProcess, interrupted, log, stopped, TestRuns } from './test-runs'

let given: TestRuns
let store: RunStore
beforeEach(async () => {
  given = await TestRuns.open()
  store = given.store
})
afterEach(() => given.close())

describe('a run of another process', () => {
  test('is interrupted once that process is gone, and stays so', async () => {
    const runId = await given.runOf({ pid: formerProcess() })
    expect(await store.list()).toMatchObject([{ status: interrupted }])
    const { events } = await store.read(runId)
    expect(events.map(({ type }) => type)).toEqual(['log', 'ended'])
    expect(await store.list()).toMatchObject([{ status: interrupted }])
    expect((await store.read(runId)).events).toHaveLength(2)
    await store.delete(runId)
  })

  test('that had ended keeps its end', async () => {
    const runId = await given.endedRun()
    await leaveClaim(store.folder(runId), { pid: formerProcess() })
    await store.rename(runId, 'Renamed')
    expect(await store.list()).toMatchObject([{ name: 'Renamed', status: { kind: 'stopped' } }])
  })

  test.each([
    ['lives', {}, true],
    ['is in a container', { pidNamespace: 'pid:[1]' }, false],
    ['is on another computer', { kernel: 'other', machine: 'other', host: 'lab-7' }, false]
  ])('is left alone while that process %s', async (_, changes, certain) => {
    const runId = await given.runOf(changes)
    const elsewhere = { host: hostname(), certain, ...('host' in changes ? { host: changes.host } : {}) }
    expect(await store.list()).toMatchObject([{ status: { kind: 'training' }, elsewhere }])
    expect((await store.read(runId)).summary).toMatchObject({ status: { kind: 'training' }, elsewhere })
    for (const attempt of [
      () => store.open(runId),
      () => store.rename(runId, 'x'),
      () => store.append(runId, [stopped]),
      () => store.delete(runId)
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'busy' })
    }
    expect((await store.read(runId)).events).toHaveLength(1)
  })

  test('on another computer is taken over when a person says so, and is interrupted then', async () => {
    const runId = await given.runOf({ kernel: 'other', machine: 'other' })
    await store.takeOver(runId)
    expect(await store.list()).toMatchObject([{ status: interrupted }])
    expect((await store.list())[0]).not.toHaveProperty('elsewhere')
    await store.open(runId)
  })

  test('that lives is not taken over', async () => {
    const runId = await given.runOf({})
    await expect(store.takeOver(runId)).rejects.toMatchObject({ code: 'busy' })
  })

  test('is dead when another process has its number now, and alive whatever the clock says', async () => {
    const reused = await given.runOf({ pid: process.ppid, started: '1' })
    const alive = await given.runOf({})
    vi.useFakeTimers({ now: Date.now() + 400 * 24 * 3600_000, toFake: ['Date'] })
    expect(await store.list()).toMatchObject([
      { runId: alive, status: { kind: 'training' } },
      { runId: reused, status: interrupted }
    ])
    vi.useRealTimers()
  })

  test('is read as it used to be written: dead if nothing has that number, else for a person to decide', async () => {
    const dead = await given.runOf({ pid: formerProcess() })
    const unknown = await given.runOf({ pid: formerProcess() })
    await given.changeRunFile(dead, { owner: { pid: formerProcess(), since: 1000 } })
    await given.changeRunFile(unknown, { owner: { pid: process.ppid, since: 1000 } })
    expect(await store.list()).toMatchObject([
      { status: { kind: 'training' }, elsewhere: { certain: false } },
      { status: interrupted }
    ])
    await expect(store.open(unknown)).rejects.toMatchObject({ code: 'busy' })
    await store.takeOver(unknown)
    expect((await store.read(unknown)).summary.status).toMatchObject(interrupted)
  })
})

describe('a run that is taken away while it is written to', () => {
  test('is written to no more, and its folder does not come back', async () => {
    const runId = await store.create(lessonConfig)
    await rm(store.folder(runId), { recursive: true })
    await expect(store.append(runId, [stopped])).rejects.toMatchObject({ code: 'storage' })
    await expect(store.release(runId)).rejects.toMatchObject({ code: 'storage' })
    expect(await readdir(join(given.folder, 'runs'))).toEqual([])
  })

  test('by another Tenfold keeps what that one writes', async () => {
    const runId = await store.create(lessonConfig)
    await rm(join(store.folder(runId), 'owner'), { recursive: true })
    const other = new RunStore(given.folder, () => undefined)
    await other.append(runId, [log(3)])
    await other.close()
    await expect(store.append(runId, [stopped])).rejects.toMatchObject({ code: 'busy' })
    await expect(store.release(runId)).rejects.toMatchObject({ code: 'busy' })
    expect((await other.read(runId)).events.map(({ type }) => type)).toEqual(['ended', 'log'])
  })

  test('by another Tenfold is not removed because something failed here', async () => {
    const runId = await store.create(lessonConfig)
    await rm(join(store.folder(runId), 'owner'), { recursive: true })
    const other = new RunStore(given.folder, () => undefined)
    await other.open(runId)
    await store.discard(runId)
    expect(await readdir(join(given.folder, 'runs'))).toEqual([runId])
    await other.append(runId, [log(3)])
    await other.close()
  })
})

describe('a run that nobody writes to', () => {
  test.each([0, 1])(
    'from before there were seals is finished although its log lost its end (%i events are left)',
    async (left) => {
      const runId = await store.create(lessonConfig)
      await store.append(runId, [log(5), { ...stopped, outcome: { kind: 'finished' } }])
      await store.release(runId)
      await given.makeOld(runId, left)
      const { state, summary } = await store.read(runId)
      expect(state.status).toEqual({ kind: 'finished' })
      expect(summary).toMatchObject({ status: { kind: 'finished' }, step: 7, runningLoss: 1.5 })
      await store.rename(runId, 'Renamed')
      expect(await store.list()).toMatchObject([
        { name: 'Renamed', status: { kind: 'finished' }, runningLoss: 1.5 }
      ])
      expect((await store.read(runId)).events).toHaveLength(left + 1)
    }
  )

  test('from before there were seals is loaded from a file although its log lost that', async () => {
    const imported: RunEvent = {
      type: 'imported',
      at: 1,
      step: 9,
      epoch: 1,
      fileName: 'a.json',
      config: lessonConfig,
      classes: [],
      versions: {}
    }
    const runId = await store.create(lessonConfig, { events: [imported] })
    await store.release(runId)
    await given.makeOld(runId, 0)
    const { state, summary } = await store.read(runId)
    expect(state).toMatchObject({ status: { kind: 'imported', fileName: 'a.json' } })
    expect([...state.checkpoints]).toEqual([9])
    expect(summary.status).toEqual({ kind: 'imported', fileName: 'a.json' })
  })

  test('is interrupted, whether or not the disk takes it', async () => {
    const runId = await given.runOf({ pid: formerProcess() })
    // A folder cannot take the place of a link: as on a full disk, the run cannot be taken to be given its end.
    await rm(join(store.folder(runId), 'owner'), { recursive: true })
    await symlink('/nowhere', join(store.folder(runId), 'owner'))
    expect(await store.list()).toMatchObject([{ status: interrupted }])
    expect((await store.read(runId)).state.status).toMatchObject(interrupted)
    expect(await readFile(runPaths.events(store.folder(runId)), 'utf8')).not.toContain('ended')
  })

  test('has an end when it is given up without one', async () => {
    const runId = await store.create(lessonConfig)
    await store.release(runId)
    expect(await store.list()).toMatchObject([{ status: interrupted }])
    expect((await store.read(runId)).events.map(({ type }) => type)).toEqual(['ended'])
  })
})
