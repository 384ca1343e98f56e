import path from 'node:path'
import type { Page } from 'playwright-core'
import { expect, inject, test, vi } from 'vitest'
import { findBarriers } from './find-barriers'
import { openBrowser } from './open-browser'
import { projectRoot } from './project-root'
import { realCifar } from './real-cifar'
import { runCommand } from './run-command'
import {
  downloadDataset,
  goTo,
  pressTrain,
  rooms,
  seeResult,
  setFields,
  waitUntilFinished,
  type RoomTitle
} from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeBrowser, type Workbench } from './workbench'

const themes = ['light', 'dark'] as const
/** The pictures of the documentation show CIFAR-10 itself: TENFOLD_SCREENSHOTS=1 npm test -- e2e */
const forDocumentation = process.env['TENFOLD_SCREENSHOTS'] === '1'

describeBrowser('every view', () => {
  test('is free of what axe finds, empty and filled, light and dark', { timeout: 600_000 }, async () => {
    const { page, close, complaints } = await openBrowser(await temporaryFolder())
    // A colour on its way to another has a contrast of its own.
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await checkAll(page, 'empty')
    await downloadDataset(page)
    await setFields(page, { 'Learning rate': '0.01', Epochs: '2', 'Log every': '50' })
    await pressTrain(page)
    await waitUntilFinished(page)
    await checkAll(page, 'filled')
    expect(complaints).toEqual([])
    await close()
  })

  test('is reached by single keys, unless they are switched off', async () => {
    const { page, close, complaints } = await openBrowser(await temporaryFolder())
    const current = page.getByRole('navigation', { name: 'Rooms of the lab' }).locator('[aria-current=page]')
    const shortcuts = page.getByRole('dialog', { name: 'Shortcuts' })
    await current.waitFor()
    await page.keyboard.press('1')
    await vi.waitFor(async () => expect(await current.innerText()).toContain('Data'), { timeout: 120_000 })
    await page.keyboard.press('?')
    await shortcuts.getByLabel('Use single keys as shortcuts').uncheck()
    expect(await findBarriers(page)).toEqual([])
    await page.keyboard.press('Escape')
    await shortcuts.waitFor({ state: 'hidden' })
    await page.keyboard.press('2')
    await page.keyboard.press('?')
    await vi.waitFor(async () => expect(await current.innerText()).toContain('Data'), { timeout: 120_000 })
    expect(await shortcuts.isVisible()).toBe(false)

    await page.getByRole('button', { name: 'Shortcuts' }).click()
    await shortcuts.getByLabel('Use single keys as shortcuts').check()
    await page.keyboard.press('Escape')
    await page.keyboard.press('2')
    await vi.waitFor(async () => expect(await current.innerText()).toContain('Network'), { timeout: 120_000 })
    expect(complaints).toEqual([])
    await close()
  })

  test('has its picture taken', { timeout: 600_000 }, async () => {
    const folder = forDocumentation ? path.join(projectRoot, 'docs/screenshots') : inject('screenshotFolder')
    const { page, close } = await openTrained()
    await page.emulateMedia({ reducedMotion: 'reduce' })
    for (const theme of themes) {
      await chooseTheme(page, theme)
      for (const room of rooms) {
        await show(page, room)
        const picture = await page.screenshot({
          path: path.join(folder, `${room.toLowerCase()}-${theme}.png`)
        })
        expect(picture.length).toBeGreaterThan(10_000)
      }
    }
    await close()
  })
})

async function checkAll(page: Page, state: string): Promise<void> {
  for (const theme of themes) {
    await chooseTheme(page, theme)
    for (const room of rooms) {
      await goTo(page, room)
      expect(await findBarriers(page), `${room}, ${state}, ${theme}`).toEqual([])
    }
  }
}

async function chooseTheme(page: Page, theme: (typeof themes)[number]): Promise<void> {
  await page.getByTitle(theme === 'light' ? 'Light theme' : 'Dark theme').click()
  await page.locator(`html[data-theme=${theme}]`).waitFor()
}

/** With a finished training of two epochs. */
async function openTrained(): Promise<Workbench> {
  const dataFolder = await temporaryFolder()
  if (!forDocumentation) {
    const workbench = await openBrowser(dataFolder)
    await downloadDataset(workbench.page)
    await pressTrain(workbench.page)
    await waitUntilFinished(workbench.page)
    return workbench
  }
  const data = await realCifar()
  if ('unreachable' in data) throw new Error(data.unreachable)
  await runCommand(['data', 'download', '--path', data.folder], { dataFolder, dataset: 'real' })
  const workbench = await openBrowser(dataFolder, 'real')
  await goTo(workbench.page, 'Train')
  await pressTrain(workbench.page)
  await waitUntilFinished(workbench.page, 300_000)
  return workbench
}

/** Waits until the view shows what it has, pictures included. */
async function show(page: Page, room: RoomTitle): Promise<void> {
  if (room === 'Evaluate') {
    await seeResult(page)
    await page.getByRole('region', { name: 'Images' }).getByRole('img').first().waitFor()
  } else await goTo(page, room)
  if (room === 'Data') await page.getByRole('main').getByRole('img').first().waitFor()
  if (room === 'Network') await page.getByText('The numbers appear when').waitFor({ state: 'hidden' })
  await page.mouse.move(0, 0)
}
