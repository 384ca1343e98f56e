import { required } from '../../../core/base/required'
import type { Job } from './job'

/** Jobs that run together in one dispatch. */
export interface Phase {
  readonly jobs: readonly Job[]
  readonly threads: number
  readonly tiles: number
}

/**
 * Groups jobs, given in an order in which they may run, to as few dispatches as their reads and writes allow: a job
 * comes after all that wrote what it touches, and after all that read what it writes.
 */
export function schedule(jobs: readonly Job[]): Phase[] {
  const levels: number[] = []
  jobs.forEach((job, i) => {
    const after = jobs
      .slice(0, i)
      .map((earlier, j) => (conflict(earlier, job) ? required(levels[j], 'a level of each job') + 1 : 0))
    levels.push(Math.max(0, ...after))
  })
  const phases: Phase[] = []
  for (let level = 0; level <= Math.max(...levels); level++) {
    const together = jobs.filter((_, i) => levels[i] === level)
    for (const threads of new Set(together.map((job) => job.threads))) {
      const alike = together.filter((job) => job.threads === threads)
      phases.push({ jobs: alike, threads, tiles: alike.reduce((sum, { tiles }) => sum + tiles, 0) })
    }
  }
  return phases
}

function conflict(earlier: Job, later: Job): boolean {
  const touches = [...later.reads, ...later.writes]
  return (
    earlier.writes.some((name) => touches.includes(name)) ||
    earlier.reads.some((name) => later.writes.includes(name))
  )
}
