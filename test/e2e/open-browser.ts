import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { inject } from 'vitest'
import { applicationEnv, type DatasetChoice } from './application-env'
import { busyMachineMs } from './busy-machine'
import { canSandbox } from './can-sandbox'
import { cleanUpAfterTest } from './clean-up'
import { fakeCamera } from './fake-camera'
import { projectRoot } from './project-root'
import { required } from './required'
import { watchComplaints } from './watch-complaints'
import type { Workbench } from './workbench'

export interface Served {
  /** With the token. */
  readonly address: string
  readonly pid: number
  /** Ctrl-C, and waits for the end. */
  stop(): Promise<number | null>
}

/** Starts `serve` and waits for the address that it prints. */
export async function serve(
  dataFolder: string,
  dataset: DatasetChoice = 'small',
  options: readonly string[] = ['--port', '0']
): Promise<Served> {
  const cli = path.join(projectRoot, 'out', 'main', 'cli.cjs')
  const server = spawn(process.execPath, [cli, 'serve', ...options], {
    env: applicationEnv(dataFolder, dataset),
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const ended = once(server, 'exit').then(() => server.exitCode)
  let output = ''
  const address = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString()
      const found = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+(?=\s)/.exec(output)
      if (found !== null) resolve(found[0])
    }
    server.stdout.on('data', read)
    server.stderr.on('data', read)
    void ended.then(() => {
      reject(new Error(`serve ended before it printed an address:\n${output}`))
    })
  })
  if (server.pid === undefined) throw new Error('serve has no process')
  return {
    address,
    pid: server.pid,
    stop() {
      if (server.exitCode === null) server.kill('SIGINT')
      return ended
    }
  }
}

/** Serves the workbench and opens it in Chromium. */
export async function openBrowser(dataFolder: string, dataset: DatasetChoice = 'small'): Promise<Workbench> {
  const { executable, env } = required('Chromium', inject('chromium'))
  const served = await serve(dataFolder, dataset)
  const browser = await chromium
    .launch({
      executablePath: executable,
      env: { ...applicationEnv(dataFolder, dataset), ...env },
      chromiumSandbox: canSandbox,
      // A browser without a window cannot ask anybody, and refuses: this one says yes to whatever the page may ask for.
      args: [fakeCamera, '--use-fake-ui-for-media-stream']
    })
    .catch(async (thrown: unknown) => {
      await served.stop()
      throw thrown
    })
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  page.setDefaultTimeout(busyMachineMs)
  const complaints = watchComplaints(page)
  cleanUpAfterTest(page, async () => {
    await browser.close()
    await served.stop()
  })
  await page.goto(served.address)
  return {
    host: 'browser',
    page,
    pid: served.pid,
    complaints,
    async save(trigger) {
      const saved = page.waitForEvent('download')
      await trigger()
      const download = await saved
      return { name: download.suggestedFilename(), content: await readFile(await download.path()) }
    },
    async close() {
      await browser.close()
      await served.stop()
    }
  }
}
