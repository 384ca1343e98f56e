import { spawn } from 'node:child_process'
import path from 'node:path'
import { applicationEnv, type DatasetChoice } from './application-env'
import { projectRoot } from './project-root'

export interface CommandResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface CommandOptions {
  readonly dataFolder: string
  readonly dataset?: DatasetChoice
  /** Ctrl-C as soon as stdout has this in it. */
  readonly interruptAt?: string
  /** The same for stderr. */
  readonly interruptAtMessage?: string
  /** In kilobytes, as `ulimit -v` takes it. */
  readonly addressSpace?: number
}

/** Runs a command through the same door as `npm start -- ...`. */
export function runCommand(args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const { addressSpace } = options
    const command = [process.execPath, path.join(projectRoot, 'scripts', 'start.mjs'), ...args]
    const [file = '', ...rest] =
      addressSpace === undefined
        ? command
        : ['bash', '-c', 'ulimit -v "$0" && exec "$@"', String(addressSpace), ...command]
    const child = spawn(file, rest, {
      cwd: options.dataFolder,
      env: applicationEnv(options.dataFolder, options.dataset),
      stdio: ['ignore', 'pipe', 'pipe']
    })
    let stdout = ''
    let stderr = ''
    let interrupted = false
    const interruptAt = (said: string, mark: string | undefined): void => {
      if (interrupted || mark === undefined || !said.includes(mark)) return
      interrupted = true
      child.kill('SIGINT')
    }
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString()
      interruptAt(stdout, options.interruptAt)
    })
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString()
      interruptAt(stderr, options.interruptAtMessage)
    })
    child.once('error', reject)
    child.once('close', (code) => {
      resolve({ code, stdout, stderr })
    })
  })
}
