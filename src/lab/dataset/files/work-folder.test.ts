import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { leaveClaim } from '../../ownership/leave-claim'
import { temporaryPath } from '../../storage/temporary-path'
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

  test('many that begin and end at once do not disturb one another', async () => {
    const download = async (name: string): Promise<void> => {
      for (let i = 0; i < 10; i++) {
        const work = await claimWorkFolder(target)
        await writeFile(path.join(work.folder, name), name)
        expect(await readFile(path.join(work.folder, name), 'utf8')).toBe(name)
        await (i % 3 === 0 ? work.release() : work.remove())
      }
    }
    await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map(download))
    for (const name of await found()) expect(name).toMatch(/^\.tmp-download/)
  })

  test('takes over from a process that died, not from one that lives', async () => {
    const alive = await claimWorkFolder(target)
    await writeFile(path.join(alive.folder, 'partial'), 'of a living process')
    const killed = spawnSync(process.execPath, ['-e', `process.kill(process.pid, 'SIGKILL')`])
    const dead = path.join(target, '.tmp-download.dead')
    const removing = temporaryPath(path.join(target, '.tmp-download')).replace(
      `.tmp-${process.pid}.`,
      `.tmp-${killed.pid}.`
    )
    await mkdir(removing)
    await leaveClaim(dead, { pid: killed.pid })
    await writeFile(path.join(dead, 'partial'), 'of a dead process')
    const work = await claimWorkFolder(target)
    expect(await readFile(path.join(work.folder, 'partial'), 'utf8')).toBe('of a dead process')
    expect(await readFile(path.join(alive.folder, 'partial'), 'utf8')).toBe('of a living process')
    await work.remove()
    await alive.remove()
    expect(await found()).toEqual([])
  })
})
