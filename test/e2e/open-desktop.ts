import { existsSync } from 'node:fs'
import { mkdtemp, readFile } from 'node:fs/promises'
import path from 'node:path'
import { _electron, type ElectronApplication } from 'playwright-core'
import { expect, inject } from 'vitest'
import { applicationEnv, type DatasetChoice } from './application-env'
import { busyMachineMs } from './busy-machine'
import { canSandbox } from './can-sandbox'
import { cleanUpAfterTest } from './clean-up'
import { fakeCamera } from './fake-camera'
import { projectRoot } from './project-root'
import { required } from './required'
import { watchComplaints } from './watch-complaints'
import type { Workbench } from './workbench'

export interface Desktop extends Workbench {
  readonly application: ElectronApplication
}

/** Opens the workbench in a real Electron. */
export async function openDesktop(dataFolder: string, dataset?: DatasetChoice): Promise<Desktop> {
  const { executable } = required('Electron', inject('electron'))
  const application = await _electron.launch({
    executablePath: executable,
    args: [projectRoot, '--disable-gpu', fakeCamera, ...(canSandbox ? [] : ['--no-sandbox'])],
    env: applicationEnv(dataFolder, dataset)
  })
  const page = await application.firstWindow()
  page.setDefaultTimeout(busyMachineMs)
  const complaints = watchComplaints(page)
  await setSize(application)
  const child = application.process()
  const { pid } = child
  if (pid === undefined) throw new Error('Electron has no process')
  cleanUpAfterTest(page, () => {
    child.kill('SIGKILL')
    return Promise.resolve()
  })
  return {
    host: 'desktop',
    application,
    page,
    pid,
    complaints,
    async save(trigger) {
      // In place of the system's dialog, which no test can operate.
      const chosen = application.evaluate(
        ({ dialog }, folder) =>
          new Promise<string>((resolve) => {
            Object.assign(dialog, {
              showSaveDialog: (_window: unknown, { defaultPath }: { readonly defaultPath: string }) => {
                const filePath = `${folder}/${/[^/\\]+$/.exec(defaultPath)?.[0] ?? 'unnamed'}`
                resolve(filePath)
                return Promise.resolve({ canceled: false, filePath })
              }
            })
          }),
        await mkdtemp(path.join(dataFolder, 'downloads-'))
      )
      await trigger()
      const file = await chosen
      // It appears whole.
      await expect.poll(() => existsSync(file)).toBe(true)
      return { name: path.basename(file), content: await readFile(file) }
    },
    close: () => application.close()
  }
}

async function setSize(application: ElectronApplication): Promise<void> {
  await application.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.setContentSize(1280, 800)
  })
}
