import { execFile } from 'node:child_process'
import { readFile, readlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import { z } from '../../core/base/schema'

/**
 * Which process it is, over restarts, containers and computers. No part of it is a time of day: clocks are set, and
 * those of two computers differ.
 */
export const processIdentity = z.object({
  /** One start of one kernel. Containers on a computer share it. Undefined where the system does not tell. */
  kernel: z.string().optional(),
  /** The computer over restarts. Undefined in a container, which may start on another computer the next time. */
  machine: z.string().optional(),
  /** For people. */
  host: z.string(),
  /** Within which `pid` means something. */
  pidNamespace: z.string().optional(),
  pid: z.int().min(1),
  /** When the process started, in ticks since the kernel did: what tells it from a later one with its number. */
  started: z.string().optional()
})
export type ProcessIdentity = z.infer<typeof processIdentity>

/** Of every Linux: a process outside this namespace is in a container. */
const initialPidNamespace = 'pid:[4026531836]'

let own: Promise<ProcessIdentity> | undefined

/** Of this process. */
export function ownIdentity(): Promise<ProcessIdentity> {
  own ??= identify()
  return own
}

async function identify(): Promise<ProcessIdentity> {
  const { kernel, machine, pidNamespace } = await identifySystem()
  const started = (await systemProcess(process.pid))?.started
  return {
    ...(kernel === undefined ? {} : { kernel }),
    ...(machine === undefined ? {} : { machine }),
    host: hostname(),
    ...(pidNamespace === undefined ? {} : { pidNamespace }),
    pid: process.pid,
    ...(started === undefined ? {} : { started })
  }
}

async function identifySystem(): Promise<
  Partial<Pick<ProcessIdentity, 'kernel' | 'machine' | 'pidNamespace'>>
> {
  switch (process.platform) {
    case 'linux': {
      const kernel = await firstLine('/proc/sys/kernel/random/boot_id')
      const pidNamespace = await readlink('/proc/self/ns/pid').catch(() => undefined)
      const id = pidNamespace === initialPidNamespace ? await firstLine('/etc/machine-id') : undefined
      return {
        ...(kernel === undefined ? {} : { kernel }),
        ...(pidNamespace === undefined ? {} : { pidNamespace }),
        // Computers that were cloned from one disk often share the first half.
        ...(id === undefined ? {} : { machine: `${id} ${hostname()}` })
      }
    }
    case 'darwin':
      return onlyMachine(await firstMatch('ioreg', ['-rd1', '-c', 'IOPlatformExpertDevice'], platformUuid))
    case 'win32': {
      const key = String.raw`HKLM\SOFTWARE\Microsoft\Cryptography`
      return onlyMachine(await firstMatch('reg', ['query', key, '/v', 'MachineGuid'], machineGuid))
    }
    default:
      return {}
  }
}

const platformUuid = /"IOPlatformUUID" = "([^"]+)"/
const machineGuid = /MachineGuid\s+REG_SZ\s+(\S+)/

/** Where a life sign decides over restarts too (see life-sign.ts), the computer stands for its kernel. */
function onlyMachine(id: string | undefined): { kernel?: string; machine?: string } {
  return id === undefined ? {} : { kernel: id, machine: id }
}

/** A process of this pid namespace as Linux tells of it; undefined elsewhere, and where it may not be looked at. */
export async function systemProcess(
  pid: number
): Promise<{ readonly started: string; readonly ended: boolean } | undefined> {
  const stat = await firstLine(`/proc/${pid}/stat`)
  // The name of the program, in brackets, may itself have spaces and brackets.
  const [state, ...fields] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? []
  const started = fields[startTimeField]
  // A zombie has ended; only its parent has not asked how.
  return started === undefined ? undefined : { started, ended: state === 'Z' || state === 'X' }
}

/** `starttime` is the 22nd field of proc(5)'s stat; the state is the third. */
const startTimeField = 22 - 3 - 1

async function firstLine(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const line = text.replace(/\n.*/s, '').trim()
  return line === '' ? undefined : line
}

function firstMatch(file: string, args: readonly string[], pattern: RegExp): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(file, args, { timeout: 5_000, windowsHide: true }, (error, stdout) =>
      resolve(error === null ? pattern.exec(stdout)?.[1] : undefined)
    )
  })
}
