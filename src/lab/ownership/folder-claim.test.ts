import { spawn, spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lookAtOwner } from './claim-entry'
import { FolderClaim } from './folder-claim'
import { leaveClaim } from './leave-claim'
import { ownIdentity, systemProcess, type ProcessIdentity } from './process-identity'
import { TrainerClaim } from './trainer-claim'

let root = ''
let folder = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tenfold-claim-'))
  folder = join(root, 'run-1')
  await mkdir(folder)
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function take(options: Parameters<typeof FolderClaim.take>[1] = {}): Promise<FolderClaim> {
  const claim = await FolderClaim.take(folder, options)
  if (claim.kind !== 'taken') throw new Error(`the folder is not free: ${JSON.stringify(claim)}`)
  return claim
}

const here = (changes: Partial<ProcessIdentity>): Promise<ProcessIdentity> =>
  ownIdentity().then((own) => ({ ...own, ...changes }))
/** The number of a process that is gone. */
const formerProcess = (): number => spawnSync(process.execPath, ['-e', '']).pid

describe('a folder', () => {
  test('is taken once, held, and given up without a trace', async () => {
    const claim = await take()
    expect(await FolderClaim.take(folder)).toMatchObject({ kind: 'alive', process: { pid: process.pid } })
    expect(await claim.holds()).toBe(true)
    await claim.release()
    expect(await claim.holds()).toBe(false)
    expect(await readdir(folder)).toEqual([])
    await (await take()).release()
  })

  test('goes to exactly one of many who ask at once, whether it is free or its owner is dead', async () => {
    for (let round = 0; round < 20; round++) {
      if (round % 2 === 1) await leaveClaim(folder, { pid: formerProcess() })
      const answers = await Promise.all(Array.from({ length: 8 }, () => FolderClaim.take(folder)))
      const winners = answers.filter((answer): answer is FolderClaim => answer.kind === 'taken')
      expect(winners).toHaveLength(1)
      await winners[0]?.release()
    }
  })

  test('with a path longer than a socket’s address may be still shows a life sign', async () => {
    folder = join(root, 'x'.repeat(120), 'run-1')
    await mkdir(folder, { recursive: true })
    const claim = await take()
    const [entry = ''] = (await readdir(join(folder, 'owner'))).filter((name) => name.endsWith('.json'))
    expect(JSON.parse(await readFile(join(folder, 'owner', entry), 'utf8'))).toHaveProperty('sign')
    // In another container only the sign tells.
    expect(await lookAtOwner(folder, await here({ pidNamespace: 'pid:[1]' }))).toMatchObject({
      kind: 'alive'
    })
    await claim.release()
  })

  test('that is waited for is taken as soon as a brief claim on it is given up', async () => {
    const brief = await take({ brief: true })
    const next = take()
    await brief.release()
    expect(await (await next).holds()).toBe(true)
  })

  test('that was moved is still held, and one that was removed is not', async () => {
    const claim = await take()
    const moved = join(root, 'moved')
    await rename(folder, moved)
    claim.movedTo(moved)
    expect(await claim.holds()).toBe(true)
    await rm(moved, { recursive: true })
    expect(await claim.holds()).toBe(false)
    await claim.release()
  })

  test('with a foreign file in owner/ is not taken, and the file stays', async () => {
    await mkdir(join(folder, 'owner'))
    await writeFile(join(folder, 'owner', 'notes.txt'), 'mine')
    await expect(FolderClaim.take(folder)).rejects.toMatchObject({ code: 'storage' })
    expect(await readFile(join(folder, 'owner', 'notes.txt'), 'utf8')).toBe('mine')
  })

  test('whose owner/ is a link elsewhere loses nothing there', async () => {
    const elsewhere = join(root, 'elsewhere')
    await mkdir(elsewhere)
    await writeFile(join(elsewhere, 'kept'), '')
    await symlink(elsewhere, join(folder, 'owner'))
    await expect(FolderClaim.take(folder)).rejects.toMatchObject({ code: 'storage' })
    expect(await readdir(elsewhere)).toEqual(['kept'])
  })
})

describe('an owner', () => {
  test.each([
    ['with a number that is gone', () => ({ pid: formerProcess() }), 'free'],
    ['with a number that another process has now', () => ({ pid: process.ppid, started: '1' }), 'free'],
    ['that lives, whatever the clock says', () => ({}), 'alive'],
    ['of a container on this computer', () => ({ pidNamespace: 'pid:[1]' }), 'unknown'],
    ['of another computer', () => ({ kernel: 'other', machine: 'other' }), 'unknown'],
    ['of a container on another computer', () => ({ kernel: 'other', machine: undefined }), 'unknown'],
    ['of this computer before it was started again', () => ({ kernel: 'earlier', machine: 'same' }), 'free'],
    ['that no system identifies', () => ({ kernel: undefined, machine: undefined }), 'unknown']
  ])('%s', async (_, changes, expected) => {
    await leaveClaim(folder, changes())
    expect(await lookAtOwner(folder, await here({ machine: 'same' }))).toMatchObject({ kind: expected })
  })

  test('in another container is seen to live by its sign, and seen to be dead when that is down', async () => {
    const claim = await take({ me: await here({ pidNamespace: 'pid:[1]', pid: 7 }) })
    expect(await lookAtOwner(folder)).toMatchObject({ kind: 'alive', process: { pid: 7 } })
    expect(await FolderClaim.take(folder)).toMatchObject({ kind: 'alive' })
    await claim.release()
    const script = `
      const { createServer } = require('node:net')
      createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`
    const path = await leaveClaim(folder, { pidNamespace: 'pid:[1]', pid: 7 })
    const socket = path.replace(/json$/, 'sock')
    spawnSync(process.execPath, ['-e', script, socket])
    expect(await lookAtOwner(folder)).toMatchObject({ kind: 'unknown' })
    const { dev, ino } = await stat(socket)
    const content: unknown = JSON.parse(await readFile(path, 'utf8'))
    await writeFile(
      path,
      JSON.stringify(Object.assign({}, content, { sign: { device: String(dev), inode: String(ino) } }))
    )
    expect(await lookAtOwner(folder)).toEqual({ kind: 'free' })
  })

  test('that cannot be read is never taken from unasked', async () => {
    const path = await leaveClaim(folder, {})
    await writeFile(path, '{"format":2}')
    expect(await FolderClaim.take(folder)).toMatchObject({ kind: 'unknown', process: undefined })
  })

  test('of whom nothing can be known loses the folder only when a person says so', async () => {
    await leaveClaim(folder, { kernel: 'other', machine: 'other', host: 'lab-7', pid: 12 })
    expect(await FolderClaim.take(folder)).toMatchObject({
      kind: 'unknown',
      process: { host: 'lab-7', pid: 12 }
    })
    const claim = await take({ evenUnknown: true })
    expect(await claim.holds()).toBe(true)
    await claim.release()
  })

  test('that lives is not taken from, whatever a person says', async () => {
    const claim = await take()
    expect(await FolderClaim.take(folder, { evenUnknown: true })).toMatchObject({ kind: 'alive' })
    expect(await claim.holds()).toBe(true)
    await claim.release()
  })
})

describe('a training process', () => {
  test('keeps the folder as long as it lives, when its lab is gone', async () => {
    const lab = await take()
    const trainer = await TrainerClaim.join(folder, lab.token)
    await trainer.require()
    await rm(join(folder, 'owner', `${lab.token}.lab.sock`), { force: true })
    await rm(join(folder, 'owner', `${lab.token}.lab.json`))
    expect(await lookAtOwner(folder)).toMatchObject({ kind: 'ending' })
    await lab.release()
    await expect(trainer.require()).rejects.toMatchObject({ code: 'storage' })
    expect(await lookAtOwner(folder)).toEqual({ kind: 'free' })
  })

  test('cannot join for a lab that does not have the folder any more', async () => {
    const former = await take()
    await former.release()
    await expect(TrainerClaim.join(folder, former.token)).rejects.toMatchObject({ code: 'storage' })
    const lab = await take()
    await expect(TrainerClaim.join(folder, former.token)).rejects.toMatchObject({ code: 'storage' })
    expect(await lab.holds()).toBe(true)
    await lab.release()
    expect(await readdir(folder)).toEqual([])
  })

  test('that is still saving when its lab is gone is waited for', async () => {
    const trainer = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'])
    const pid = trainer.pid ?? 0
    const started = (await systemProcess(pid))?.started
    await leaveClaim(folder, { pid: formerProcess() })
    await leaveClaim(folder, { pid, started }, 'trainer')
    expect(await lookAtOwner(folder)).toMatchObject({ kind: 'ending', process: { pid } })
    let taken = false
    const next = take().finally(() => (taken = true))
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(taken).toBe(false)
    trainer.kill('SIGKILL')
    await (await next).release()
  })

  test('that is gone as well keeps nobody waiting', async () => {
    await leaveClaim(folder, { pid: formerProcess() })
    await leaveClaim(folder, { pid: formerProcess() }, 'trainer')
    await (await take()).release()
  })
})
