import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findLayoutFaults } from './find-layout-faults'
import { openBrowser } from './open-browser'
import { actOnRun, downloadDataset, goTo, pressTrain, rooms, setFields, waitUntilFinished } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeBrowser } from './workbench'

/** A large window, the smallest of the desktop, and 1280 x 800 magnified to 150, 200 and 400 %. */
const sizes = [
  { width: 1280, height: 800 },
  { width: 1024, height: 700 },
  { width: 853, height: 533 },
  { width: 640, height: 400 },
  { width: 320, height: 256 }
] as const

/** One word of the length that a name may have. */
const longName = 'Averylongnamewithoutanyspace'.repeat(3).slice(0, 80)

/** What each room can show in turn, by the label of the choice. */
const pictures: Readonly<Record<string, string>> = {
  Data: 'Pictures',
  Network: 'What to show',
  Optimizer: 'Landscape',
  Train: 'Pictures'
}

describeBrowser('the layout', () => {
  test('of rooms without data or runs fits windows of all sizes', { timeout: 600_000 }, async () => {
    const { page, close, complaints } = await openBrowser(await temporaryFolder())
    await page.emulateMedia({ reducedMotion: 'reduce' })
    for (const size of sizes) {
      await page.setViewportSize(size)
      for (const room of rooms) {
        await goTo(page, room)
        await expectNoFaults(page, `${room}, empty, ${size.width} wide`)
      }
    }
    expect(complaints).toEqual([])
    await close()
  })

  test('of rooms with a run of a long name fits windows of all sizes', { timeout: 900_000 }, async () => {
    const { page, close, complaints } = await openBrowser(await temporaryFolder())
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await downloadDataset(page)
    await setFields(page, { Epochs: '1', 'Log every': '50' })
    await pressTrain(page)
    await waitUntilFinished(page)
    await rename(page, longName)
    for (const size of sizes) {
      await page.setViewportSize(size)
      const bar = await page.getByRole('banner').boundingBox()
      expect(bar?.height, `the run bar, ${size.width} wide`).toBeLessThan(size.height / 2)
      const top = await page.getByRole('main').boundingBox()
      expect(top?.y, `where the room begins, ${size.width} wide`).toBeLessThan(size.height * 0.62)
      for (const room of rooms) {
        await goTo(page, room)
        // Dates included; where buttons stay in sight, what lies behind them is easily missed.
        if (room === 'Runs' && size.width >= 1024)
          expect(
            await page
              .getByRole('region', { name: 'Table of runs' })
              .evaluate((table) => table.scrollWidth - table.clientWidth),
            `the table of runs, ${size.width} wide`
          ).toBe(0)
        const settings = page.getByRole('button', { name: 'Settings', expanded: false })
        if (await settings.isVisible()) await settings.click()
        const choices = await choicesOf(page, pictures[room])
        for (const choice of choices) {
          if (choice !== undefined) await choose(page, choice)
          await expectNoFaults(
            page,
            `${room}${choice === undefined ? '' : `, ${choice}`}, ${size.width} wide`
          )
        }
        if (await showTables(page)) await expectNoFaults(page, `${room}, as a table, ${size.width} wide`)
        await showTables(page)
      }
    }
    expect(complaints).toEqual([])
    await close()
  })

  test('of the guide, of a menu and of dialogs fits windows of all sizes', { timeout: 600_000 }, async () => {
    const { page, close, complaints } = await openBrowser(await temporaryFolder())
    await page.emulateMedia({ reducedMotion: 'reduce' })
    for (const size of sizes) {
      await page.setViewportSize(size)
      await goTo(page, 'Network')
      await page.getByRole('button', { name: 'Presets' }).click()
      await expectNoFaults(page, `menu, ${size.width} wide`, '[role=menu]')
      await page.keyboard.press('Escape')
      await page.getByRole('main').getByRole('radio', { name: 'Edit', exact: true }).check({ force: true })
      await page.getByRole('button', { name: 'Add after it' }).click()
      await expectNoFaults(page, `long menu, ${size.width} wide`, '[role=menu]')
      const box = await page.getByRole('menu').boundingBox()
      if (box === null) throw new Error('the menu is not shown')
      expect(box.x).toBeGreaterThanOrEqual(0)
      expect(box.y).toBeGreaterThanOrEqual(0)
      expect(box.x + box.width).toBeLessThanOrEqual(size.width)
      expect(box.y + box.height).toBeLessThanOrEqual(size.height)
      await page.keyboard.press('Escape')
      const open = page.getByRole('button', { name: 'Open the guide' })
      if (await open.isVisible()) await open.click()
      await expectNoFaults(page, `guide, ${size.width} wide`, '[data-guide]')
      await page.getByRole('button', { name: 'Fold the guide' }).click()
      for (const dialog of ['Shortcuts', 'Share as an assignment', 'Open an assignment']) {
        await openTool(page, dialog)
        await page.getByRole('dialog').waitFor()
        await expectNoFaults(page, `${dialog}, ${size.width} wide`, 'dialog[open]')
        await page.keyboard.press('Escape')
        await page.getByRole('dialog').waitFor({ state: 'hidden' })
      }
    }
    expect(complaints).toEqual([])
    await close()
  })
})

/** At the foot of the rail, or in the menu of a rail that is a row. */
async function openTool(page: Page, name: string): Promise<void> {
  const rail = page.getByRole('navigation')
  const more = rail.getByRole('button', { name: 'More' })
  if (!(await more.isVisible())) {
    await rail.getByRole('button', { name }).click()
    return
  }
  await more.click()
  await expectNoFaults(page, `menu of the rail, ${name}`, '[role=menu]')
  await page.getByRole('menuitem', { name }).click()
}

/** What changed the view may take some frames to come to rest. */
async function expectNoFaults(page: Page, place: string, within?: string): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('main details')) details.setAttribute('open', '')
  })
  await expect
    .poll(() => findLayoutFaults(page, within), { message: place, timeout: 15_000, interval: 400 })
    .toEqual([])
}

async function rename(page: Page, name: string): Promise<void> {
  await goTo(page, 'Runs')
  await actOnRun(page, 1, 'Rename')
  await page.getByLabel('Name of run 1').fill(name)
  await page.keyboard.press('Enter')
  await page.getByRole('banner').getByText(name).waitFor()
}

/** The labels of a choice's options; a single undefined where there is no choice. */
async function choicesOf(page: Page, label: string | undefined): Promise<(string | undefined)[]> {
  if (label === undefined) return [undefined]
  const options = page.getByRole('main').getByRole('radiogroup', { name: label }).locator('label')
  await options.first().waitFor()
  return options.allInnerTexts()
}

async function choose(page: Page, option: string): Promise<void> {
  await page.getByRole('main').getByRole('radio', { name: option, exact: true }).check()
}

/** Turns pictures into tables, or back. @returns whether there are any */
async function showTables(page: Page): Promise<boolean> {
  const toggles = page.getByRole('main').getByRole('button', { name: /^Table of the/ })
  const count = await toggles.count()
  for (let i = 0; i < count; i++) await toggles.nth(i).click()
  return count > 0
}
