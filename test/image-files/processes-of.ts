import { readdirSync, readFileSync } from 'node:fs'

export interface FoundProcess {
  readonly pid: number
  /** The most memory that it ever took. */
  readonly bytes: number
}

/** The processes that run a file of JavaScript; on Linux, else none. */
export function processesOf(file: string): FoundProcess[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(file)) return []
        const peak = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
        return peak === undefined ? [] : [{ pid: Number(pid), bytes: Number(peak) * 1024 }]
      } catch {
        // It has ended meanwhile.
        return []
      }
    })
}
