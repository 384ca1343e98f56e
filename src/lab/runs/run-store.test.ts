import { spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { LabError } from '../../core/base/lab-error'
import { lessonConfig } from '../../core/settings/run-config'
import type { RunEvent } from '../../core/run/run-event'
import { z } from '../../core/base/schema'
import type { LabNotice } from '../contract/host'
import { leaveClaim } from '../ownership/leave-claim'
import type { ProcessIdentity } from '../ownership/process-identity'
import { addSeal } from '../storage/seal'
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
const stopped = { type: 'ended', at: 2, step: 7, outcome: { kind: 'stopped' } } satisfies RunEvent

async function endedRun(): Promise<string> {
  const runId = await store.create(lessonConfig)
  await store.append(runId, [log(5), stopped])
  await store.release(runId)
  return runId
}

const anyObject = z.record(z.string(), z.unknown())

/** As another Tenfold would have written it. */
async function changeRunFile(runId: string, changes: object): Promise<void> {
  const path = runPaths.runFile(store.folder(runId))
  const { seal, ...content } = anyObject.parse(JSON.parse(await readFile(path, 'utf8')))
  expect(seal).toBeDefined()
  await writeFile(path, addSeal(JSON.stringify({ ...content, ...changes })).text)
}

/** As it was kept before there were seals, with the first `left` of its lines. */
async function makeOld(runId: string, left = Infinity): Promise<void> {
  const runFile = runPaths.runFile(store.folder(runId))
  const events = runPaths.events(store.folder(runId))
  const { seal, log: mark, ...content } = anyObject.parse(JSON.parse(await readFile(runFile, 'utf8')))
  expect([seal, mark]).not.toContain(undefined)
  await writeFile(runFile, JSON.stringify({ ...content, format: 1 }))
  const lines = (await readFile(events, 'utf8')).trimEnd().split('\n').slice(0, left)
  await writeFile(events, lines.map((line) => `${line.replace(/,"seal":"\w+"/, '')}\n`).join(''))
}

/** A run in training whose owner is another process, which differs from this one in `changes`. */
async function runOf(changes: Partial<ProcessIdentity>): Promise<string> {
  const other = new RunStore(folder, () => undefined)
  const runId = await other.create(lessonConfig)
  await other.append(runId, [log(5)])
  await rm(join(store.folder(runId), 'owner'), { recursive: true })
  await leaveClaim(store.folder(runId), changes)
  await other.close()
  return runId
}

/** The number of a process that is gone. */
const formerProcess = (): number => spawnSync(process.execPath, ['-e', '']).pid
const interrupted = { kind: 'interrupted', error: { code: 'trainer-crashed' } }

describe('a run', () => {
  test('is numbered from 1, named, and in training as long as it is open', async () => {
    const runId = await store.create(lessonConfig, { name: 'First' })
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

describe('a run of another process', () => {
  test('is interrupted once that process is gone, and stays so', async () => {
    const runId = await runOf({ pid: formerProcess() })
    expect(await store.list()).toMatchObject([{ status: interrupted }])
    const { events } = await store.read(runId)
    expect(events.map(({ type }) => type)).toEqual(['log', 'ended'])
    expect(await store.list()).toMatchObject([{ status: interrupted }])
    expect((await store.read(runId)).events).toHaveLength(2)
    await store.delete(runId)
  })

  test('that had ended keeps its end', async () => {
    const runId = await endedRun()
    await leaveClaim(store.folder(runId), { pid: formerProcess() })
    await store.rename(runId, 'Renamed')
    expect(await store.list()).toMatchObject([{ name: 'Renamed', status: { kind: 'stopped' } }])
  })

  test.each([
    ['lives', {}, true],
    ['is in a container', { pidNamespace: 'pid:[1]' }, false],
    ['is on another computer', { kernel: 'other', machine: 'other', host: 'lab-7' }, false]
  ])('is left alone while that process %s', async (_, changes, certain) => {
    const runId = await runOf(changes)
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
    const runId = await runOf({ kernel: 'other', machine: 'other' })
    await store.takeOver(runId)
    expect(await store.list()).toMatchObject([{ status: interrupted }])
    expect((await store.list())[0]).not.toHaveProperty('elsewhere')
    await store.open(runId)
  })

  test('that lives is not taken over', async () => {
    const runId = await runOf({})
    await expect(store.takeOver(runId)).rejects.toMatchObject({ code: 'busy' })
  })

  test('is dead when another process has its number now, and alive whatever the clock says', async () => {
    const reused = await runOf({ pid: process.ppid, started: '1' })
    const alive = await runOf({})
    vi.useFakeTimers({ now: Date.now() + 400 * 24 * 3600_000, toFake: ['Date'] })
    expect(await store.list()).toMatchObject([
      { runId: alive, status: { kind: 'training' } },
      { runId: reused, status: interrupted }
    ])
    vi.useRealTimers()
  })

  test('is read as it used to be written: dead if nothing has that number, else for a person to decide', async () => {
    const dead = await runOf({ pid: formerProcess() })
    const unknown = await runOf({ pid: formerProcess() })
    await changeRunFile(dead, { owner: { pid: formerProcess(), since: 1000 } })
    await changeRunFile(unknown, { owner: { pid: process.ppid, since: 1000 } })
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
    expect(await readdir(join(folder, 'runs'))).toEqual([])
  })

  test('by another Tenfold keeps what that one writes', async () => {
    const runId = await store.create(lessonConfig)
    await rm(join(store.folder(runId), 'owner'), { recursive: true })
    const other = new RunStore(folder, () => undefined)
    await other.append(runId, [log(3)])
    await other.close()
    await expect(store.append(runId, [stopped])).rejects.toMatchObject({ code: 'busy' })
    await expect(store.release(runId)).rejects.toMatchObject({ code: 'busy' })
    expect((await other.read(runId)).events.map(({ type }) => type)).toEqual(['ended', 'log'])
  })

  test('by another Tenfold is not removed because something failed here', async () => {
    const runId = await store.create(lessonConfig)
    await rm(join(store.folder(runId), 'owner'), { recursive: true })
    const other = new RunStore(folder, () => undefined)
    await other.open(runId)
    await store.discard(runId)
    expect(await readdir(join(folder, 'runs'))).toEqual([runId])
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
      await makeOld(runId, left)
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
    await makeOld(runId, 0)
    const { state, summary } = await store.read(runId)
    expect(state).toMatchObject({ status: { kind: 'imported', fileName: 'a.json' } })
    expect([...state.checkpoints]).toEqual([9])
    expect(summary.status).toEqual({ kind: 'imported', fileName: 'a.json' })
  })

  test('is interrupted, whether or not the disk takes it', async () => {
    const runId = await runOf({ pid: formerProcess() })
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

describe('making a run', () => {
  test('leaves nothing behind when it fails', async () => {
    const full = new LabError('storage', 'The disk is full.', 'Free some space.')
    await expect(store.create(lessonConfig, { fill: () => Promise.reject(full) })).rejects.toBe(full)
    expect(await readdir(join(folder, 'runs'))).toEqual([])
    expect(await store.create(lessonConfig)).toBe('run-1')
  })

  test('that came to nothing is undone for good', async () => {
    const runId = await store.create(lessonConfig)
    await store.discard(runId)
    expect(await readdir(join(folder, 'runs'))).toEqual([])
    expect(await store.list()).toEqual([])
  })
})

describe('a run from before there were seals', () => {
  test('is read as it is, and sealed when it is next written', async () => {
    const runId = await endedRun()
    await makeOld(runId)
    expect((await store.read(runId)).events).toEqual([log(5), stopped])
    expect(await readFile(runPaths.runFile(store.folder(runId)), 'utf8')).toContain('"format":1')
    await store.rename(runId, 'Renamed')
    expect(await store.read(runId)).toMatchObject({ summary: { name: 'Renamed' }, events: [log(5), stopped] })
    expect(await readFile(runPaths.runFile(store.folder(runId)), 'utf8')).toContain('"format": 2')
    expect(await readFile(runPaths.events(store.folder(runId)), 'utf8')).toContain('"seal":')
  })

  test('is sealed again when that was cut short between its two files', async () => {
    const runId = await endedRun()
    await makeOld(runId)
    const old = await readFile(runPaths.runFile(store.folder(runId)))
    await store.rename(runId, 'Lost')
    await writeFile(runPaths.runFile(store.folder(runId)), old)
    await store.append(runId, [log(6)])
    expect((await store.read(runId)).events).toEqual([log(5), stopped, log(6)])
  })
})

describe('what cannot be read', () => {
  test('a run of a newer version is listed with the reason; the others are not affected', async () => {
    const newer = await endedRun()
    const fine = await endedRun()
    await changeRunFile(newer, { format: 3 })
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

  test('a setting that was changed in run.json is damage, and the remedy names a checkpoint', async () => {
    const runId = await endedRun()
    const path = runPaths.runFile(store.folder(runId))
    const checkpoint = runPaths.checkpoint(store.folder(runId), 250)
    await mkdir(checkpoint, { recursive: true })
    await writeFile(path, (await readFile(path, 'utf8')).replace('"momentum": 0.9', '"momentum": 0.8'))
    const damage = {
      code: 'data-corrupt',
      hint: `Its checkpoints are files of their own: load ${checkpoint}, or restore the file from a backup.`
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
    const runId = await endedRun()
    const name = 'run-9'
    await cp(store.folder(runId), join(folder, 'runs', name), { recursive: true })
    expect((await store.list()).map(({ number }) => number)).toEqual([9, 1])
    await store.rename(name, 'Copy')
    expect((await store.read(name)).summary).toMatchObject({ runId: name, name: 'Copy' })
    expect((await store.read(runId)).summary.name).not.toBe('Copy')
  })

  test('folders that are no runs are passed over', async () => {
    await mkdir(join(folder, 'runs', 'something'), { recursive: true })
    await mkdir(join(folder, 'runs', 'run-9'))
    expect(await store.list()).toEqual([])
    expect(await store.create(lessonConfig)).toBe('run-10')
  })
})
