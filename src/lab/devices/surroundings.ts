import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import type { Environment } from '../download/proxy-for'

/** The machine as `diagnose` sees it: programs, files and folders, each undefined or empty where it is not there. */
export interface Surroundings {
  readonly platform: string
  readonly environment: Environment
  /** @returns what a program prints, undefined when there is no such program or it fails */
  readonly ask: (program: string, args: readonly string[]) => Promise<string | undefined>
  readonly read: (file: string) => Promise<string | undefined>
  readonly list: (folder: string) => Promise<readonly string[]>
}

const timeoutMs = 5_000

export const thisMachine: Surroundings = {
  platform: process.platform,
  environment: process.env,
  ask: (program, args) =>
    new Promise((resolve) => {
      execFile(program, [...args], { timeout: timeoutMs, windowsHide: true }, (error, stdout) =>
        resolve(error === null ? stdout : undefined)
      )
    }),
  read: (file) => readFile(file, 'utf8').catch(() => undefined),
  list: (folder) => readdir(folder).catch(() => [])
}
