import { chromium, type Page } from 'playwright-core'
import { expect, inject, onTestFinished, test } from 'vitest'
import { applicationEnv } from './application-env'
import { busyMachineMs } from './busy-machine'
import { canSandbox } from './can-sandbox'
import { serve, type Served } from './open-browser'
import { required } from './required'
import { goTo } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeBrowser } from './workbench'

/** A page with a browser of its own, and the server that it came from. */
async function openPage(dataFolder: string): Promise<{ readonly page: Page; readonly served: Served }> {
  const { executable, env } = required('Chromium', inject('chromium'))
  const served = await serve(dataFolder, 'small', [])
  onTestFinished(async () => {
    await served.stop()
  })
  const browser = await chromium.launch({
    executablePath: executable,
    env: { ...applicationEnv(dataFolder), ...env },
    chromiumSandbox: canSandbox
  })
  onTestFinished(() => browser.close())
  const page = await browser.newPage()
  page.setDefaultTimeout(busyMachineMs)
  await page.goto(served.address)
  await goTo(page, 'Devices')
  await page.getByText('WebAssembly').first().waitFor()
  return { page, served }
}

describeBrowser('a page whose server', () => {
  test('was stopped says what to do, and goes on when it is started again', async () => {
    const dataFolder = await temporaryFolder()
    const { page, served } = await openPage(dataFolder)
    await served.stop()
    await page.getByText('The server does not answer.').waitFor()
    await page.getByText('start it again with the same command').waitFor()

    const again = await serve(dataFolder, 'small', [])
    onTestFinished(async () => {
      await again.stop()
    })
    expect(new URL(again.address).port).toBe(new URL(served.address).port)
    expect(again.address).not.toBe(served.address)
    await page.getByText('The server does not answer.').waitFor({ state: 'detached' })
    await goTo(page, 'Data')

    await again.stop()
    const strange = await serve(dataFolder, 'small', ['--end-sessions'])
    onTestFinished(async () => {
      await strange.stop()
    })
    await page.getByText('The server does not know this browser').waitFor()
    await page.getByText('Open the whole address that Tenfold printed').waitFor()
  })

  test('stands still is told so', async () => {
    const { page, served } = await openPage(await temporaryFolder())
    process.kill(served.pid, 'SIGSTOP')
    try {
      await page.getByText('The server does not answer.').waitFor()
    } finally {
      process.kill(served.pid, 'SIGCONT')
    }
    await page.getByText('The server does not answer.').waitFor({ state: 'detached' })
  })
})
