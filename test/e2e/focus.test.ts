import type { Page } from 'playwright-core'
import { expect, test, vi } from 'vitest'
import { focusOf } from './focus-of'
import { openBrowser } from './open-browser'
import {
  actOnRun,
  downloadDataset,
  goTo,
  rooms,
  runBar,
  seeResult,
  setFields,
  waitUntilFinished
} from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeBrowser, describeHosts } from './workbench'

/** What the system's own dialogs open for. */
const opensDialogs = /^(Load checkpoint|Save checkpoint|Export|Save|Open the file)/

describeHosts('the focus', (open) => {
  test('stays beside what vanishes under it', { timeout: 300_000 }, async () => {
    const { page, close, complaints } = await open(await temporaryFolder())
    await page.emulateMedia({ reducedMotion: 'reduce' })
    const press = async (name: string): Promise<void> => {
      await page.getByRole('button', { name, exact: true }).first().focus()
      await page.keyboard.press('Enter')
    }

    // To Data, where the download begins.
    await goTo(page, 'Train')
    await press('Get the data')
    await expectFocus(page, 'Train')
    await page.getByText('Training images').waitFor()
    await expectFocus(page, 'Train')
    await press('Close the welcome')
    await expectFocusSomewhere(page)

    await setFields(page, { Epochs: '1000', 'Log every': '50' })
    await press('Train')
    await expectFocus(page, 'Pause')
    await runBar(page)
      .getByText(/^Training/)
      .waitFor()
    await page.keyboard.press('Enter')
    await expectFocus(page, 'Resume')
    await page.keyboard.press('Enter')
    await expectFocus(page, 'Pause')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expectFocus(page, 'Resume')

    await setFields(page, { Epochs: '1' })
    for (const [number, button] of [
      ['#2', 'Train'],
      ['#3', 'Train again'],
      ['#4', 'Train again']
    ] as const) {
      await press(button)
      await runBar(page).getByText(number).waitFor()
      await waitUntilFinished(page)
      await expectFocus(page, 'Train again')
    }

    await goTo(page, 'Runs')
    await press('Delete run 3')
    await expectFocus(page, 'Delete run 2')
    await page.keyboard.press('Enter')
    await expectFocus(page, 'Delete run 1')
    await page.keyboard.press('Enter')
    await expectFocus(page, 'Delete run 4')
    // From a notice back to where the focus was before.
    await page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Undo' }).last().focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Delete run 1', exact: true }).waitFor()
    await page.getByRole('button', { name: 'Dismiss all' }).press('Enter')
    await expectFocus(page, 'Delete run 4')

    await actOnRun(page, 4, 'Rename')
    await page.keyboard.type('Four')
    await page.keyboard.press('Enter')
    await expectFocus(page, 'Four')
    await press('Delete run 4')
    await expectFocus(page, 'Delete run 1')
    await page.keyboard.press('Enter')
    await page.getByText('No runs yet').waitFor()
    await expectFocus(page, /^Trash/)

    await goTo(page, 'Network')
    await press('Fold the guide')
    await expectFocus(page, 'Open the guide')
    await page.keyboard.press('Enter')
    await expectFocus(page, 'Fold the guide')
    expect(complaints).toEqual([])
    await close()
  })
})

// In one host alone: it presses every button of every room, and the page is the same in the other.
describeBrowser('the focus in a browser', () => {
  test('is never thrown to the top of the page by a button', { timeout: 600_000 }, async () => {
    const { page, close } = await openBrowser(await temporaryFolder())
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await downloadDataset(page)
    await setFields(page, { Epochs: '1', 'Log every': '50' })
    for (let run = 1; run <= 3; run++) {
      await goTo(page, 'Train')
      await runBar(page)
        .getByRole('button', { name: /^Train( again)?$/ })
        .click()
      await runBar(page).getByText(`#${run}`).waitFor()
      await waitUntilFinished(page)
    }
    await seeResult(page)
    const buttons = page.getByRole('main').getByRole('button')
    for (const room of rooms) {
      await goTo(page, room)
      await buttons.first().waitFor()
      const count = Math.min(60, await buttons.count())
      for (let at = 0; at < count; at++) {
        await goTo(page, room)
        const button = buttons.nth(at)
        if (!(await button.isVisible())) continue
        await button.focus()
        const name = await focusOf(page)
        if (opensDialogs.test(name)) continue
        await page.keyboard.press('Enter')
        await expectFocusSomewhere(page, `${room}, after “${name}”`)
        // Dialogs and menus.
        await page.keyboard.press('Escape')
        await expectFocusSomewhere(page, `${room}, after “${name}” and Escape`)
      }
    }
    await close()
  })
})

async function expectFocus(page: Page, name: string | RegExp): Promise<void> {
  await vi.waitFor(
    async () => {
      const focused = await focusOf(page)
      if (typeof name === 'string') expect(focused).toBe(name)
      else expect(focused).toMatch(name)
    },
    { timeout: 60_000 }
  )
}

/** When what was pressed has had its effect: looked at for a moment, as the focus may be lost late. */
async function expectFocusSomewhere(page: Page, place = ''): Promise<void> {
  const lost = await page.evaluate(async () => {
    for (let frame = 0; frame < 8; frame++) await new Promise((resolve) => requestAnimationFrame(resolve))
    await new Promise((resolve) => setTimeout(resolve))
    return document.activeElement === document.body
  })
  expect(lost, place).toBe(false)
}
