import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { claimWorkFolder } from './work-folder'

let parent = ''
let target = ''
beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), 'tenfold-work-'))
  target = path.join(parent, 'datasets', 'cifar-10')
})
afterEach(() => rm(parent, { recursive: true }))

const siblings = (): Promise<string[]> => readdir(path.dirname(target))

describe('claimWorkFolder', () => {
  test('what one download leaves, the next takes over', async () => {
    const first = await claimWorkFolder(target, 1000)
    await writeFile(path.join(first.folder, 'partial'), 'kept')
    await first.release()
    const second = await claimWorkFolder(target, 2000)
    expect(await readFile(path.join(second.folder, 'partial'), 'utf8')).toBe('kept')
    await second.remove()
    expect(await siblings()).toEqual([])
  })

  test('two at once never share a folder', async () => {
    const [first, second] = await Promise.all([claimWorkFolder(target, 1000), claimWorkFolder(target, 1000)])
    expect(first.folder).not.toBe(second.folder)
    await first.release()
    await second.release()
    expect(await siblings()).toHaveLength(1)
  })

  test('takes over from a process that died, not from one that lives', async () => {
    const left = (pid: number, since: number): string =>
      path.join(path.dirname(target), `.tmp-download-cifar-10.${pid}.${since}`)
    // Process 1 of a machine lives as long as the machine; what was made long before it started is left over.
    const living = left(1, Date.now())
    const dead = left(1, 1000)
    for (const folder of [living, dead]) {
      await mkdir(folder, { recursive: true })
      await writeFile(path.join(folder, 'partial'), folder)
    }
    const work = await claimWorkFolder(target, Date.now())
    expect(await readFile(path.join(work.folder, 'partial'), 'utf8')).toBe(dead)
    expect((await siblings()).sort()).toEqual([path.basename(living), path.basename(work.folder)].sort())
    await work.remove()
  })
})
