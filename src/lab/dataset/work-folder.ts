import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { isAliveElsewhere } from '../runs/run-owner'
import { errorCode } from '../storage/storage-error'
import { temporaryPrefix } from '../storage/temporary-path'

/** Folders that downloads of this very process are using. */
const inUse = new Set<string>()

/**
 * The folder beside a data set in which one download works, and which nobody else touches meanwhile. It carries the
 * number of its process in its name; taking one over is a rename, which only one process can win.
 */
export interface WorkFolder {
  readonly folder: string
  /** Leaves what is in it to a later download. */
  release(): Promise<void>
  remove(): Promise<void>
}

/** Takes over what an earlier download left, be it that it was stopped or that its process died; else a fresh one. */
export async function claimWorkFolder(target: string, now: number): Promise<WorkFolder> {
  const parent = path.dirname(target)
  const free = path.join(parent, `${temporaryPrefix}download-${path.basename(target)}`)
  await mkdir(parent, { recursive: true })
  const folder = ownName(free, now)
  inUse.add(folder)
  if (!(await takeOver(free, folder))) {
    for (const left of await abandoned(free)) if (await takeOver(left, folder)) break
  }
  await mkdir(folder, { recursive: true })
  return {
    folder,
    async release() {
      // Another download may have left its own work in the meantime; one is enough.
      if (!(await takeOver(folder, free))) await rm(folder, { recursive: true, force: true })
      inUse.delete(folder)
    },
    async remove() {
      await rm(folder, { recursive: true, force: true })
      inUse.delete(folder)
    }
  }
}

function ownName(free: string, now: number): string {
  for (let since = now; ; since++) {
    const name = `${free}.${process.pid}.${since}`
    if (!inUse.has(name)) return name
  }
}

async function abandoned(free: string): Promise<readonly string[]> {
  const names = await readdir(path.dirname(free))
  return names
    .map((name) => path.join(path.dirname(free), name))
    .filter((folder) => {
      const owner = /^\.(\d+)\.(\d+)$/.exec(folder.startsWith(free) ? folder.slice(free.length) : '')
      if (owner === null || inUse.has(folder)) return false
      return !isAliveElsewhere({ pid: Number(owner[1]), since: Number(owner[2]) })
    })
}

/** @returns false when `from` is gone, or `to` is there already */
async function takeOver(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to)
    return true
  } catch (error) {
    if (['ENOENT', 'ENOTEMPTY', 'EEXIST', 'EPERM'].includes(errorCode(error) ?? '')) return false
    throw error
  }
}
