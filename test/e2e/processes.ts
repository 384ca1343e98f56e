import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

export interface RunningProcess {
  readonly pid: number
  readonly parent: number
  readonly command: string
}

/** Every process of this machine. On Linux without ps, which a small system lacks. */
function listProcesses(): RunningProcess[] {
  if (process.platform === 'linux') return readdirSync('/proc').flatMap(readProcess)
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n')
  return lines.flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)
    return match === null
      ? []
      : [{ pid: Number(match[1]), parent: Number(match[2]), command: match[3] ?? '' }]
  })
}

function readProcess(pid: string): RunningProcess[] {
  if (!/^\d+$/.test(pid)) return []
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    // `pid (name) state parent ...`; the name may hold anything. What has ended and waits to be asked counts as gone.
    const [state, parent] = (readFileSync(`/proc/${pid}/stat`, 'utf8').split(')').at(-1) ?? '')
      .trim()
      .split(' ')
    return state === 'Z' ? [] : [{ pid: Number(pid), parent: Number(parent), command }]
  } catch {
    return [] // it ended in this moment
  }
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

/** On Linux: every process that was started with this variable in its environment, such as `NAME=value`. */
export function processesWith(variable: string): RunningProcess[] {
  return listProcesses().filter(({ pid }) => {
    try {
      return readFileSync(`/proc/${String(pid)}/environ`, 'utf8')
        .split('\0')
        .includes(variable)
    } catch {
      return false // it ended in this moment, or belongs to somebody else
    }
  })
}

/** Those of these processes that still run; a pid that was given to another program since does not count. */
export function survivors(processes: readonly RunningProcess[]): RunningProcess[] {
  const now = listProcesses()
  return processes.filter(({ pid, command }) => now.some((one) => one.pid === pid && one.command === command))
}
