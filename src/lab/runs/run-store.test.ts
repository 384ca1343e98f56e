import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lessonConfig } from '../../core/run-config'
import type { RunEvent } from '../../core/run-event'
import type { LabNotice } from '../host'
import { runPaths } from './run-folder'
import { RunStore } from './run-store'

let folder = ''
let notices: LabNotice[] = []
let store: RunStore
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-runs-'))
  notices = []
  store = new RunStore(folder, (notice) => notices.push(notice))
})
afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

const log = (step: number): RunEvent => ({ type: 'log', at: 1, step, epoch: 1, batch: step, loss: 1.5 })
const stopped: RunEvent = { type: 'ended', at: 2, step: 7, outcome: { kind: 'stopped' } }

async function endedRun(): Promise<string> {
  const runId = await store.create(lessonConfig)
  await store.append(runId, [log(5), stopped])
  await store.release(runId)
  return runId
}

async function changeRunFile(runId: string, changes: object): Promise<void> {
  const path = runPaths.runFile(store.folder(runId))
  const content: unknown = JSON.parse(await readFile(path, 'utf8'))
  await writeFile(path, JSON.stringify(Object.assign({}, content, changes)))
}

/** The number of a process that is gone. */
async function formerProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  return child.pid ?? 0
}

describe('a run', () => {
  test('is numbered from 1, named, and in training as long as it is open', async () => {
    const runId = await store.create(lessonConfig, 'First')
    expect(runId).toBe('run-1')
    expect(await store.list()).toMatchObject([{ number: 1, name: 'First', status: { kind: 'training' } }])
    expect(await store.create(lessonConfig)).toBe('run-2')
    expect((await store.list()).map(({ name }) => name)).toEqual(['Run 2', 'First'])
  })

  test('numbers stay apart when several stores make runs at once', async () => {
    const other = new RunStore(folder, () => undefined)
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
    const other = new RunStore(folder, () => undefined)
    expect(await other.read(runId)).toEqual(open)
    expect(await other.list()).toEqual([open.summary])
    expect(open.summary).toMatchObject({ status: { kind: 'stopped' }, step: 7, runningLoss: 1.5 })
  })

  test('tells its events with the number of the first of them', async () => {
    const runId = await store.create(lessonConfig)
    await store.append(runId, [log(1), log(2)])
    await store.release(runId)
    await store.append(runId, [stopped])
    const told = notices.flatMap((notice) => (notice.event === 'run' ? [notice.data] : []))
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
    const runId = await endedRun()
    const before = await store.read(runId)
    await store.delete(runId)
    expect(await store.list()).toEqual([])
    await expect(store.read(runId)).rejects.toMatchObject({ code: 'not-found' })
    await expect(store.delete(runId)).rejects.toMatchObject({ code: 'not-found' })
    expect(await store.create(lessonConfig)).toBe('run-2')
    await store.restore(runId)
    expect(await store.read(runId)).toEqual(before)
    await expect(store.restore(runId)).rejects.toMatchObject({ code: 'not-found' })
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

describe('a run of another process', () => {
  test('is interrupted once that process is gone, and stays so', async () => {
    const runId = await store.create(lessonConfig)
    await store.append(runId, [log(5)])
    await store.release(runId)
    await changeRunFile(runId, { owner: { pid: await formerProcess(), since: Date.now() } })
    const interrupted = { kind: 'interrupted', error: { code: 'trainer-crashed' } }
    expect(await store.list()).toMatchObject([{ status: interrupted }])
    const { events } = await store.read(runId)
    expect(events.map(({ type }) => type)).toEqual(['log', 'ended'])
    expect(await store.list()).toMatchObject([{ status: interrupted }])
    expect((await store.read(runId)).events).toHaveLength(2)
  })

  test('that had ended keeps its end', async () => {
    const runId = await endedRun()
    await changeRunFile(runId, { owner: { pid: await formerProcess(), since: Date.now() } })
    expect(await store.list()).toMatchObject([{ status: { kind: 'stopped' } }])
  })

  test('is left alone while that process lives', async () => {
    const runId = await store.create(lessonConfig)
    await store.release(runId)
    await changeRunFile(runId, { owner: { pid: process.ppid, since: Date.now() } })
    expect(await store.list()).toMatchObject([{ status: { kind: 'training' } }])
    for (const attempt of [store.open(runId), store.rename(runId, 'x'), store.delete(runId)]) {
      await expect(attempt).rejects.toMatchObject({ code: 'busy' })
    }
  })

  test('is interrupted when the machine was started after it, whoever has that number now', async () => {
    const runId = await store.create(lessonConfig)
    await store.release(runId)
    await changeRunFile(runId, { owner: { pid: process.ppid, since: 1000 } })
    expect(await store.list()).toMatchObject([{ status: { kind: 'interrupted' } }])
  })
})

describe('what cannot be read', () => {
  test('a run of a newer version is listed with the reason; the others are not affected', async () => {
    const newer = await endedRun()
    const fine = await endedRun()
    await changeRunFile(newer, { format: 2 })
    const runs = await store.list()
    expect(runs.map(({ runId }) => runId)).toEqual([fine, newer])
    expect(runs[1]?.status).toMatchObject({ kind: 'failed', error: { code: 'unsupported' } })
    await expect(store.read(newer)).rejects.toMatchObject({ code: 'unsupported' })
    await store.delete(newer)
    expect(await store.list()).toHaveLength(1)
  })

  test('a damaged run.json is reported as such', async () => {
    const runId = await endedRun()
    await writeFile(runPaths.runFile(store.folder(runId)), '{')
    expect(await store.list()).toMatchObject([
      { status: { kind: 'failed', error: { code: 'data-corrupt' } } }
    ])
  })

  test('folders that are no runs are passed over', async () => {
    await mkdir(join(folder, 'runs', 'something'), { recursive: true })
    await mkdir(join(folder, 'runs', 'run-9'))
    expect(await store.list()).toEqual([])
    expect(await store.create(lessonConfig)).toBe('run-10')
  })
})
