import { execFile } from 'node:child_process'
import path from 'node:path'
import { LabError } from '../../core/base/lab-error'
import { errorCode } from '../storage/storage-error'
import { cancelled } from '../download/failure'
import { type Environment, proxiesForNpm } from '../download/proxy-for'

export interface NpmCall {
  readonly signal: AbortSignal
  readonly timeoutMs: number
  readonly environment: Environment
  /** What to do where npm is missing or silent; of the data set by default. */
  readonly instead?: string
  /** Told while npm runs. */
  readonly onOutput?: (text: string) => void
}

/**
 * Runs npm, the one that started this process if there is one, and gives what it printed, whether it succeeded or
 * not: with --json, npm prints its errors there too.
 * @throws LabError 'unsupported' when there is no npm, 'offline' when it takes too long, 'cancelled'
 */
export function runNpm(args: readonly string[], call: NpmCall): Promise<string> {
  const { file, before, environment, shell } = npmCommand(proxiesForNpm(call.environment))
  return new Promise((resolve, reject) => {
    const child = execFile(
      file,
      [...before, ...args],
      {
        env: environment,
        shell,
        signal: call.signal,
        timeout: call.timeoutMs,
        maxBuffer: 16 * 1024 * 1024,
        windowsHide: true
      },
      (error, stdout) => {
        if (error === null) resolve(stdout)
        else if (call.signal.aborted) reject(cancelled())
        else if (errorCode(error) === 'ENOENT' || error.code === 127)
          reject(noNpm(error, call.instead ?? 'Use another source or a local archive.'))
        else if (error.killed === true)
          reject(npmSilent(call.timeoutMs, error, call.instead ?? 'You can also use a local archive.'))
        else resolve(stdout)
      }
    )
    child.stdout?.on('data', (text: unknown) => call.onOutput?.(String(text)))
    child.stderr?.on('data', (text: unknown) => call.onOutput?.(String(text)))
  })
}

interface Command {
  readonly file: string
  readonly before: readonly string[]
  readonly environment: Environment
  readonly shell: boolean
}

function npmCommand(environment: Environment): Command {
  const script = environment['npm_execpath']
  if (script !== undefined && /^npm-cli\.c?js$/.test(path.basename(script))) {
    const node = environment['npm_node_execpath']
    return node === undefined
      ? // Electron's own binary serves as Node.
        {
          file: process.execPath,
          before: [script],
          environment: { ...environment, ELECTRON_RUN_AS_NODE: '1' },
          shell: false
        }
      : { file: node, before: [script], environment, shell: false }
  }
  // On Windows npm is a .cmd file, which only a shell can start.
  return { file: 'npm', before: [], environment, shell: process.platform === 'win32' }
}

function noNpm(cause: unknown, instead: string): LabError {
  return new LabError('unsupported', 'npm was not found on this computer.', instead, cause)
}

function npmSilent(timeoutMs: number, cause: unknown, instead: string): LabError {
  return new LabError(
    'offline',
    `npm did not respond within ${timeoutMs / 1000} s.`,
    `Check the network connection and npm’s registry and proxy settings. ${instead}`,
    cause
  )
}
