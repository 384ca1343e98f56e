import { execFileSync } from 'node:child_process'

export interface RunningProcess {
  readonly pid: number
  readonly parent: number
  readonly command: string
}

/** Every process of this machine. */
function listProcesses(): RunningProcess[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n')
  return lines.flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)
    return match === null
      ? []
      : [{ pid: Number(match[1]), parent: Number(match[2]), command: match[3] ?? '' }]
  })
}

/** Children, their children, and so on. */
export function descendants(pid: number): RunningProcess[] {
  const all = listProcesses()
  const below = (parent: number): RunningProcess[] =>
    all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)])
  return below(pid)
}

/** The training process below an application. */
export function trainersOf(pid: number): RunningProcess[] {
  return descendants(pid).filter(({ command }) => command.includes('trainer.cjs'))
}

/** Those of these processes that still run; a pid that was given to another program since does not count. */
export function survivors(processes: readonly RunningProcess[]): RunningProcess[] {
  const now = listProcesses()
  return processes.filter(({ pid, command }) => now.some((one) => one.pid === pid && one.command === command))
}
