import { spawn, type ChildProcess } from 'node:child_process'
import { inheritedEnv } from '../e2e/inherited-env'
import { descendants, processesWith } from '../e2e/processes'
import type { Workplace } from './workplace'

export interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>
  /** What is started instead of the command line itself, with its first arguments. */
  readonly program?: readonly string[]
  readonly cwd?: string
  /** After which it counts as hung, in milliseconds. */
  readonly limitMs?: number
}

/** Far longer than a command of the trials takes, on a busy machine too. */
const longestMs = 600_000

/** A command of Tenfold's in a process of its own. It ends when this process does, however that ends. */
export class Command {
  /** Rejects when it takes too long: it is killed then, with all that it started. */
  readonly ended: Promise<Ending>
  readonly pid: number
  readonly #child: ChildProcess
  readonly #heard = new Set<() => void>()
  #stdout = ''
  #stderr = ''

  constructor(
    workplace: Workplace,
    dataFolder: string,
    args: readonly string[],
    {
      env = {},
      program = [process.execPath, workplace.cli],
      cwd = workplace.folder,
      limitMs = longestMs
    }: CommandOptions = {}
  ) {
    const [file = '', ...first] = program
    const child = spawn(file, [...first, ...args], {
      cwd,
      env: {
        ...inheritedEnv(),
        TENFOLD_DATA: dataFolder,
        TENFOLD_DATASET_MANIFEST: workplace.manifestFile,
        no_proxy: '127.0.0.1',
        ...env
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc']
    })
    this.#child = child
    this.pid = child.pid ?? 0
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text
      this.#hear()
    })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text
      this.#hear()
    })
    this.ended = new Promise<Ending>((resolve, reject) => {
      const timer = setTimeout(() => reject(this.#giveUp(args, dataFolder)), limitMs)
      child.once('error', (error) => {
        clearTimeout(timer)
        reject(error)
      })
      child.once('close', (code, signal) => {
        clearTimeout(timer)
        resolve({ code, signal })
        this.#hear()
      })
    })
    // Some only look at what it says.
    this.ended.catch(() => undefined)
  }

  get stdout(): string {
    return this.#stdout
  }

  get stderr(): string {
    return this.#stderr
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Resolves when it holds, or when the command has ended. */
  async until(holds: () => boolean): Promise<void> {
    while (this.running && !holds()) {
      await new Promise<void>((resolve) => {
        const heard = (): void => {
          this.#heard.delete(heard)
          resolve()
        }
        this.#heard.add(heard)
      })
    }
  }

  /** @returns false when it has ended already */
  kill(signal: NodeJS.Signals): boolean {
    return this.#child.kill(signal)
  }

  /** The training process, and any other below this one. */
  below(): { readonly pid: number; readonly command: string }[] {
    return descendants(this.pid)
  }

  /** For people: how it ended and what it said last. */
  async tell(): Promise<string> {
    const { code, signal } = await this.ended
    return `${signal ?? `exit ${String(code)}`}: ${this.#stderr.slice(-600)}`
  }

  /** Kills what is left. @returns an error that names it */
  #giveUp(args: readonly string[], dataFolder: string): Error {
    const left = [...processesWith(`TENFOLD_DATA=${dataFolder}`), ...this.below()]
    for (const { pid } of left) killProcess(pid, 'SIGKILL')
    this.#child.kill('SIGKILL')
    const names = [...new Set(left.map(({ command }) => command))].join('; ')
    return new Error(
      `“${args.join(' ')}” does not end; there still ran: ${names}. It said: ${this.#stderr.slice(-600)}`
    )
  }

  #hear(): void {
    for (const heard of [...this.#heard]) heard()
  }
}

/** Kills a process that may be gone. @returns whether it was there */
export function killProcess(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false // it has ended in this moment
  }
}
