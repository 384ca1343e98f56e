import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { leaveClaim } from '../ownership/leave-claim'
import { claimWorkFolder } from './work-folder'

let parent = ''
let target = ''
beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), 'tenfold-work-'))
  target = path.join(parent, 'datasets', 'cifar-10')
})
afterEach(() => rm(parent, { recursive: true }))

const found = (): Promise<string[]> => readdir(target)

describe('claimWorkFolder', () => {
  test('what one download leaves, the next takes over', async () => {
    const first = await claimWorkFolder(target)
    await writeFile(path.join(first.folder, 'partial'), 'kept')
    await first.release()
    const second = await claimWorkFolder(target)
    expect(await readFile(path.join(second.folder, 'partial'), 'utf8')).toBe('kept')
    await second.remove()
    expect(await found()).toEqual([])
  })

  test('two at once never share a folder', async () => {
    const [first, second] = await Promise.all([claimWorkFolder(target), claimWorkFolder(target)])
    expect(first.folder).not.toBe(second.folder)
    await first.release()
    await second.release()
    expect(await found()).toHaveLength(1)
  })

  test('takes over from a process that died, not from one that lives', async () => {
    const alive = await claimWorkFolder(target)
    await writeFile(path.join(alive.folder, 'partial'), 'of a living process')
    const killed = spawnSync(process.execPath, ['-e', `process.kill(process.pid, 'SIGKILL')`])
    const dead = path.join(target, '.tmp-download.dead')
    await leaveClaim(dead, { pid: killed.pid })
    await writeFile(path.join(dead, 'partial'), 'of a dead process')
    const work = await claimWorkFolder(target)
    expect(await readFile(path.join(work.folder, 'partial'), 'utf8')).toBe('of a dead process')
    expect(await readFile(path.join(alive.folder, 'partial'), 'utf8')).toBe('of a living process')
    await work.remove()
    await alive.remove()
  })
})
