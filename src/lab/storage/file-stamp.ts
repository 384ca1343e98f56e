import type { BigIntStats } from 'node:fs'

/** Changes that follow one another faster than this may carry the same time... */
const clockMs = 50
/** ...and on a disk that counts in seconds, as FAT does, this. */
const coarseClockMs = 2000
const nanosecondsPerMs = 1_000_000n

/** Which state of a file this is: any usual change of its content or its place gives another stamp. */
export function fileStamp({ ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return `${ino}-${size}-${mtimeNs}-${ctimeNs}`
}

/** Whether a later change is sure to give another stamp. A file that has only just changed is not settled. */
export function isSettled({ ctimeMs, ctimeNs }: BigIntStats, now: number): boolean {
  const coarse = ctimeNs % nanosecondsPerMs === 0n
  return now - Number(ctimeMs) > (coarse ? coarseClockMs : clockMs)
}
