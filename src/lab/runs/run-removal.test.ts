import { spawnSync } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lessonConfig } from '../../core/settings/run-config'
import { leaveClaim } from '../ownership/leave-claim'
import { mountPoints } from '../storage/mount-points'
import { temporaryPath } from '../storage/temporary-path'
import { examineRunFolder } from './examine-run-folder'
import { RunStore } from './run-store'
import { formerProcess, TestRuns } from './test-runs'

let given: TestRuns
let store: RunStore
beforeEach(async () => {
  given = await TestRuns.open()
  store = given.store
})
afterEach(() => given.close())

const ids = async (): Promise<string[]> => (await store.trash.list()).runs.map(({ run }) => run.runId)

describe('removing for good', () => {
  test('takes the runs that are named, and says what they took', async () => {
    const [first, second] = [await given.deletedRun(), await given.deletedRun()]
    const { runs } = await store.trash.list()
    const bytes = runs.find(({ run }) => run.runId === first)?.bytes
    given.notices.length = 0
    expect(await store.trash.remove([first])).toEqual({ removed: [first], bytes, kept: [] })
    expect(given.notices).toEqual([{ event: 'trash', data: {} }])
    expect(await given.namesIn('trash')).toEqual([second])
    await expect(store.restore(first)).rejects.toMatchObject({ code: 'not-found' })
    expect(await store.trash.remove([first])).toMatchObject({ kept: [{ error: { code: 'not-found' } }] })
  })

  test('does not give a number that was used to another run', async () => {
    const all = [await given.deletedRun(), await given.deletedRun(), await given.deletedRun()]
    await store.trash.remove(all)
    expect(await store.list()).toEqual([])
    expect(await store.trash.list()).toEqual({ runs: [], foreign: [] })
    expect(await store.create(lessonConfig)).toBe('run-4')
    expect(await given.namesIn('runs')).toEqual(['run-3', 'run-4'])
  })

  test('keeps one empty folder for the highest number, however many runs came and went', async () => {
    await store.trash.remove([await given.deletedRun()])
    const kept = await given.trainedRun()
    for (let i = 0; i < 3; i++) await store.trash.remove([await given.deletedRun()])
    expect(await given.namesIn('runs')).toEqual([kept, 'run-5'])
    // The number of a run that is there keeps itself.
    const lower = await given.deletedRun()
    const higher = await given.trainedRun()
    await store.trash.remove([lower])
    expect(await given.namesIn('runs')).toEqual([kept, higher])
  })

  test('leaves a file alone that has the name of a run', async () => {
    await mkdir(join(given.folder, 'runs'))
    await writeFile(join(given.folder, 'runs', 'run-1'), '')
    await store.trash.remove([await given.deletedRun()])
    expect(await given.namesIn('runs')).toEqual(['run-1', 'run-2'])
  })

  test('leaves alone what Tenfold did not write, and tells of it', async () => {
    const runId = await given.deletedRun()
    const elsewhere = await mkdtemp(join(tmpdir(), 'tenfold-elsewhere-'))
    await cp(given.inTrash(runId), join(elsewhere, 'run-9'), { recursive: true })
    await writeFile(given.inTrash('notes.txt'), 'mine')
    await writeFile(given.inTrash('run-8'), 'mine')
    await writeFile(given.inTrash('.DS_Store'), '')
    await mkdir(given.inTrash('My pictures'))
    await symlink(join(elsewhere, 'run-9'), given.inTrash('run-9'))
    const { runs, foreign } = await store.trash.list()
    expect(runs.map(({ run }) => run.runId)).toEqual([runId])
    expect(foreign.sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { name: 'My pictures', what: 'a folder that is not a run' },
      { name: 'notes.txt', what: 'a file' },
      { name: 'run-8', what: 'a file' },
      { name: 'run-9', what: 'a link' }
    ])
    const names = ['run-8', 'run-9', 'My pictures', '..', '../runs', '.', '']
    expect(await store.trash.remove(names)).toMatchObject({
      removed: [],
      kept: names.map(() => ({ error: { code: 'not-found' } }))
    })
    await expect(store.restore('run-9')).rejects.toMatchObject({ code: 'not-found' })
    await store.trash.remove([runId])
    expect((await given.namesIn('trash')).sort()).toEqual([
      '.DS_Store',
      'My pictures',
      'notes.txt',
      'run-8',
      'run-9'
    ])
    expect(await readFile(join(elsewhere, 'run-9', 'run.json'), 'utf8')).toContain('Run 1')
    await rm(elsewhere, { recursive: true })
  })

  test.each([
    ['a file', 'notes.txt', (path: string) => writeFile(path, 'mine')],
    ['a folder', 'pictures', (path: string) => mkdir(path)],
    ['a file beside a checkpoint', 'checkpoints/5/notes.txt', (path: string) => writeFile(path, 'mine')],
    ['a link', 'checkpoints/6', (path: string) => symlink('/tmp', path)],
    ['a link that has the name of a file', 'evaluations', (path: string) => symlink('/tmp', path)],
    ['a pipe', 'checkpoints/5/model.json', (path: string) => Promise.resolve(spawnSync('mkfifo', [path]))]
  ])('keeps a run with %s in it that Tenfold did not write, and names it', async (_, name, make) => {
    const runId = await given.deletedRun()
    await make(given.inTrash(runId, name))
    const result = await store.trash.remove([runId])
    expect(result).toMatchObject({ removed: [], kept: [{ runId, error: { code: 'unsupported' } }] })
    expect(result.kept[0]?.error.message).toContain(name)
    expect((await store.trash.list()).runs[0]?.obstacle).toEqual(result.kept[0]?.error)
    await rm(given.inTrash(runId, name), { recursive: true })
    expect((await store.trash.remove([runId])).removed).toEqual([runId])
  })

  test('takes what Tenfold itself leaves in a run: damaged checkpoints, unfinished writes, an old claim', async () => {
    const runId = await given.deletedRun()
    for (const path of ['checkpoints/damaged-5', 'checkpoints/damaged-5-2', 'evaluations', 'surfaces'])
      await mkdir(given.inTrash(runId, path), { recursive: true })
    await mkdir(temporaryPath(given.inTrash(runId, 'checkpoints', '9')))
    for (const path of ['checkpoints/damaged-5/model.json', 'evaluations/5.json', 'surfaces/random.json'])
      await writeFile(given.inTrash(runId, path), '')
    await writeFile(temporaryPath(given.inTrash(runId, 'run.json')), '')
    await writeFile(given.inTrash(runId, 'checkpoints', '.DS_Store'), '')
    await leaveClaim(given.inTrash(runId), { pid: formerProcess() })
    expect(await store.trash.remove([runId])).toMatchObject({ removed: [runId], kept: [] })
  })

  test('goes through no link in place of the trash', async () => {
    const runId = await given.deletedRun()
    const elsewhere = await mkdtemp(join(tmpdir(), 'tenfold-elsewhere-'))
    await cp(given.inTrash(), elsewhere, { recursive: true })
    await rm(given.inTrash(), { recursive: true })
    await symlink(elsewhere, given.inTrash())
    expect(await ids()).toEqual([runId])
    expect((await store.trash.remove([runId])).kept).toMatchObject([{ error: { code: 'unsupported' } }])
    expect(await readdir(elsewhere)).toEqual([runId])
    await rm(elsewhere, { recursive: true })
  })

  test.runIf(process.platform === 'linux')('goes into nothing that is mounted', async () => {
    expect(await examineRunFolder('/proc')).toMatchObject({
      foreign: ['the folder itself (on another disk)']
    })
    // In a chroot no mount is known by the name of `/`.
    if (!(await mountPoints()).has('/')) return
    expect((await examineRunFolder('/')).foreign).toContain('the folder itself (on another disk)')
  })

  test.each([
    ['lives', {}],
    ['is in a container', { pidNamespace: 'pid:[1]' }],
    ['is on another computer', { kernel: 'other', machine: 'other', host: 'lab-7' }]
  ])('keeps a run whose process %s, and says so', async (_, changes) => {
    const runId = await given.deletedRun()
    await leaveClaim(given.inTrash(runId), changes)
    const { runs } = await store.trash.list()
    expect(runs).toMatchObject([{ run: { elsewhere: {} }, obstacle: { code: 'busy' } }])
    expect(await store.trash.remove([runId])).toEqual({
      removed: [],
      bytes: 0,
      kept: [{ runId, error: runs[0]?.obstacle }]
    })
    expect(await ids()).toEqual([runId])
  })

  test('keeps a run whose training process still saves', async () => {
    const runId = await given.deletedRun()
    await leaveClaim(given.inTrash(runId), {}, 'trainer')
    expect((await store.trash.remove([runId])).kept).toMatchObject([{ error: { code: 'busy' } }])
  })

  test('is possible once a person says that the process on another computer is gone', async () => {
    const runId = await given.deletedRun()
    await leaveClaim(given.inTrash(runId), { kernel: 'other', machine: 'other' })
    await store.takeOver(runId)
    expect((await store.trash.remove([runId])).removed).toEqual([runId])
  })

  test('and restoring at the same time end with the run in one place, and both know which', async () => {
    let runId = await given.deletedRun()
    for (let i = 0; i < 20; i++) {
      const other = new RunStore(given.folder, () => undefined)
      const [restored, removal] = await Promise.all([
        // A little later each time, so that now the one and now the other is faster.
        wait(i)
          .then(() => store.restore(runId))
          .then(
            () => true,
            (thrown: unknown) => {
              expect(thrown).toMatchObject({ code: 'not-found' })
              return false
            }
          ),
        other.trash.remove([runId])
      ])
      await other.close()
      expect(removal.removed).toEqual(restored ? [] : [runId])
      expect((await store.list()).map((run) => run.runId).includes(runId)).toBe(restored)
      expect(await given.namesIn('trash')).toEqual([])
      if (restored) await store.delete(runId)
      else runId = await given.deletedRun()
    }
  })

  test.skipIf(process.getuid?.() === 0)(
    'that the disk refuses half-way says so, and leaves no run behind',
    async () => {
      const runId = await given.deletedRun()
      await chmod(given.inTrash(runId, 'checkpoints', '5'), 0o500)
      const { kept } = await store.trash.remove([runId])
      expect(kept).toMatchObject([{ error: { code: 'storage' } }])
      expect(kept[0]?.error.message).toContain('permission was denied')
      expect(await ids()).toEqual([])
      await expect(store.restore(runId)).rejects.toMatchObject({ code: 'not-found' })
      const [left = ''] = await given.namesIn('trash')
      await chmod(given.inTrash(left, 'checkpoints', '5'), 0o700)
    }
  )

  test.skipIf(process.getuid?.() === 0)('from a read-only folder says so, and loses nothing', async () => {
    const runId = await given.deletedRun()
    await chmod(given.inTrash(), 0o500)
    expect((await store.trash.remove([runId])).kept).toMatchObject([{ error: { code: 'storage' } }])
    await chmod(given.inTrash(), 0o700)
    await store.restore(runId)
    expect(await store.list()).toMatchObject([{ runId, status: { kind: 'stopped' } }])
  })

  test('that was cut short leaves no run behind', async () => {
    const runId = await given.deletedRun()
    await cp(given.inTrash(runId), temporaryPath(given.inTrash(runId)), { recursive: true })
    await rm(given.inTrash(runId), { recursive: true })
    expect(await store.trash.list()).toEqual({ runs: [], foreign: [] })
    await expect(store.restore(runId)).rejects.toMatchObject({ code: 'not-found' })
  })
})
