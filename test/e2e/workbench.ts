import type { Page } from 'playwright-core'
import { describe, inject } from 'vitest'
import type { DatasetChoice } from './application-env'
import { openBrowser } from './open-browser'
import { openDesktop } from './open-desktop'
import type { Missing } from './set-up'

export interface SavedFile {
  readonly name: string
  readonly content: Buffer
}

/** An open workbench, whatever it is shown in. */
export interface Workbench {
  readonly host: 'desktop' | 'browser'
  readonly page: Page
  /** Of the process that holds the lab. */
  readonly pid: number
  /** What the page complained about so far: errors, and violations of its security policy. */
  readonly complaints: readonly string[]
  /** Does something that saves a file, and waits for the file. */
  readonly save: (trigger: () => Promise<void>) => Promise<SavedFile>
  /** Quits the application as a user does, and waits until its process has ended. */
  readonly close: () => Promise<void>
}

/** Describes the same tests for the desktop and for a browser. A host that cannot be had here is skipped; not in CI. */
export function describeHosts(
  name: string,
  body: (open: (dataFolder: string, dataset?: DatasetChoice) => Promise<Workbench>) => void
): void {
  describeDesktop(`${name} in Electron`, () => {
    body(openDesktop)
  })
  describeBrowser(`${name} in Chromium`, () => {
    body(openBrowser)
  })
}

export function describeDesktop(name: string, body: () => void): void {
  describeWith(inject('electron'), name, body)
}

export function describeBrowser(name: string, body: () => void): void {
  describeWith(inject('chromium'), name, body)
}

function describeWith(runtime: object | Missing, name: string, body: () => void): void {
  const missing = 'reason' in runtime && process.env['CI'] === undefined
  describe.skipIf(missing)(missing ? `${name} (${runtime.reason}; to enable: ${runtime.remedy})` : name, body)
}
