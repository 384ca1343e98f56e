import { spawn } from 'node:child_process'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { LabError } from '../../src/core/base/lab-error'
import { runEvent } from '../../src/core/run/run-event'
import { z } from '../../src/core/base/schema'
import { dataFolder } from '../../src/lab/storage/data-folder'

/** Lends a data folder that has the data set and no runs, so that the user's own stay as they are. */
export async function withFreshDataFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tenfold-bench-'))
  try {
    await symlink(path.join(dataFolder(process.env), 'datasets'), path.join(folder, 'datasets'), 'junction')
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export interface CommandRequest {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
  /** What TENFOLD_DATA names. */
  readonly dataFolder: string
  readonly onStart?: (pid: number) => void
}

/**
 * Runs a command to its end.
 * @returns what it wrote on stdout
 * @throws LabError 'unsupported' with its last words
 */
export function runCommand({ file, args, cwd, dataFolder, onStart }: CommandRequest): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd,
      env: { ...process.env, TENFOLD_DATA: dataFolder },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: file === 'npm' && process.platform === 'win32'
    })
    if (child.pid !== undefined) onStart?.(child.pid)
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-2000)))
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve(stdout)
      else
        reject(
          new LabError('unsupported', `${file} ${args.join(' ')} failed: ${stderr.trim()}`, 'Try it by hand.')
        )
    })
  })
}

/** This process's own, for a browser. */
export function commandEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  )
}

/** The built command line, in this Node. */
export const commandLine = (projectRoot: string, ...args: string[]) => ({
  file: process.execPath,
  args: [path.join(projectRoot, 'out', 'main', 'cli.cjs'), ...args],
  cwd: projectRoot
})

const shownRun = z.object({ summary: z.object({ trainMs: z.number() }), events: z.array(runEvent) })

/** What the latest run of a data folder says of itself. */
export async function latestRun(
  projectRoot: string,
  dataFolder: string
): Promise<{ loopSeconds: number; threads: number; device: string }> {
  const command = commandLine(projectRoot, 'runs', 'show', 'latest', '--json')
  const document: unknown = JSON.parse(await runCommand({ ...command, dataFolder }))
  const { summary, events } = shownRun.parse(document)
  const started = events.find((event) => event.type === 'started')
  if (started === undefined) throw new Error('the run has no beginning')
  const { description, threads } = started.device
  return { loopSeconds: summary.trainMs / 1000, threads, device: description }
}
