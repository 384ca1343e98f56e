import { mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { expect, test, vi } from 'vitest'
import { findBarriers } from './find-barriers'
import { findLayoutFaults } from './find-layout-faults'
import { focusOf } from './focus-of'
import { runCommand } from './run-command'
import { downloadDataset, goTo, pressTrain, runBar, setFields, waitUntilFinished } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeHosts } from './workbench'

const trashButton = (page: Page): Locator =>
  page.getByRole('region', { name: 'Runs', exact: true }).getByRole('button', { name: /^Trash/ })
const trash = (page: Page): Locator => page.getByRole('region', { name: 'Trash', exact: true })
const rows = (place: Locator): Locator => place.locator('tbody').getByRole('row')

/** Until the run of that number has trained to its end. */
async function train(page: Page, number: number): Promise<void> {
  await pressTrain(page)
  await runBar(page).getByText(`#${number} ·`).waitFor()
  await waitUntilFinished(page)
}

async function openAnother(page: Page): Promise<Page> {
  const opened = page.waitForEvent('popup')
  await page.evaluate(() => window.open(location.href))
  return opened
}

async function expectFocus(page: Page, name: string): Promise<void> {
  await vi.waitFor(async () => expect(await focusOf(page)).toBe(name), { timeout: 30_000 })
}

describeHosts('the trash', (open) => {
  test(
    'gives runs back and removes them for good, in every window, with pointer and keys',
    { timeout: 300_000 },
    async () => {
      const dataFolder = await temporaryFolder()
      const { host, page, complaints, close } = await open(dataFolder)
      // A colour on its way to another has a contrast of its own.
      await page.emulateMedia({ reducedMotion: 'reduce' })
      await downloadDataset(page)
      await setFields(page, { Epochs: '1' })
      await train(page, 1)
      await train(page, 2)

      await goTo(page, 'Runs')
      // The desktop has one window.
      const other = host === 'browser' ? await openAnother(page) : undefined
      if (other !== undefined) await goTo(other, 'Runs')

      // The one on screen, and the other.
      await page.getByRole('button', { name: 'Delete run 2' }).click()
      await trashButton(page).filter({ hasText: '1' }).waitFor()
      await page.getByRole('button', { name: 'Delete run 1' }).click()
      await page.getByText('No runs yet').waitFor()
      await runBar(page).getByText('No run').waitFor()
      await trashButton(page).filter({ hasText: '2' }).waitFor()
      if (other !== undefined) {
        await other.getByText('No runs yet').waitFor()
        await trashButton(other).filter({ hasText: '2' }).click()
        expect(await rows(trash(other)).count()).toBe(2)
      }

      await trashButton(page).focus()
      await page.keyboard.press('Enter')
      await expectFocus(page, 'Back to runs')
      for (const width of [683, 1024, 1280]) {
        await page.setViewportSize({ width, height: 700 })
        expect(await findBarriers(page)).toEqual([])
        expect(await findLayoutFaults(page), String(width)).toEqual([])
      }
      expect(await rows(trash(page)).allInnerTexts()).toEqual([
        expect.stringMatching(/^1\s+Run 1\s+Finished\s[^]* [kM]B\s/),
        expect.stringMatching(/^2\s+Run 2\s+Finished\s[^]* [kM]B\s/)
      ])

      await page.getByRole('button', { name: 'Restore run 1' }).focus()
      await page.keyboard.press('Enter')
      await page.getByText('“Run 1” (#1) is back in the list of runs.').waitFor()
      await expectFocus(page, 'Restore run 2')
      if (other !== undefined)
        await vi.waitFor(async () => expect(await rows(trash(other)).count()).toBe(1), { timeout: 30_000 })

      await page.keyboard.press('Tab')
      await expectFocus(page, 'Remove run 2 for good')
      await page.keyboard.press('Enter')
      const dialog = page.getByRole('dialog', { name: 'Remove run 2 for good?' })
      await dialog
        .getByText(/“Run 2” and its checkpoints will be removed from the disk: [\d.]+ [kM]B\./)
        .waitFor()
      await dialog.getByText('This cannot be undone.').waitFor()
      expect(await findBarriers(page)).toEqual([])
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'hidden' })
      await expectFocus(page, 'Remove run 2 for good')
      expect(await rows(trash(page)).count()).toBe(1)
      await page.keyboard.press('Enter')
      await dialog.getByRole('button', { name: 'Remove for good' }).focus()
      await page.keyboard.press('Enter')
      await page.getByText(/The run was removed for good: [\d.]+ [kM]B of disk space were freed\./).waitFor()
      await page.getByText('The trash is empty').waitFor()
      await other?.getByText('The trash is empty').waitFor()
      await expectFocus(page, 'Back to runs')
      expect(await findBarriers(page)).toEqual([])
      await page.keyboard.press('Enter')
      await expectFocus(page, 'Trash')
      expect(await page.getByRole('button', { name: /^Delete run/ }).count()).toBe(1)

      await goTo(page, 'Train')
      await setFields(page, { Epochs: '1000' })
      await pressTrain(page)
      await runBar(page).getByText('#3 ·').waitFor()
      await goTo(page, 'Runs')
      const ofLiveRun = page.getByRole('button', { name: 'Delete run 3' })
      await vi.waitFor(async () => expect(await ofLiveRun.isDisabled()).toBe(true), { timeout: 30_000 })
      await ofLiveRun.focus()
      await page.keyboard.press('Enter')
      await page.getByText('Stop run #3 before you delete it.').waitFor()
      await runBar(page).getByRole('button', { name: 'Stop', exact: true }).click()
      await runBar(page).getByRole('button', { name: 'Resume' }).waitFor()
      await ofLiveRun.click()
      await page.getByRole('button', { name: 'Delete run 1' }).click()
      await page.getByText('No runs yet').waitFor()
      await mkdir(path.join(dataFolder, 'trash', 'mine'))
      await writeFile(path.join(dataFolder, 'trash', 'run-1', 'notes.txt'), 'mine')
      await trashButton(page).click()
      await page.getByText('mine (a folder that is not a run)').waitFor()
      await page.getByText('contains files that Tenfold did not write: notes.txt.').waitFor()
      expect(await findBarriers(page)).toEqual([])
      expect(await findLayoutFaults(page)).toEqual([])
      expect(await page.getByRole('button', { name: 'Remove run 1 for good' }).isDisabled()).toBe(true)
      await page.getByRole('button', { name: 'Empty the trash…' }).click()
      await page
        .getByRole('dialog', { name: 'Remove run 3 for good?' })
        .getByRole('button', { name: 'Remove for good' })
        .click()
      await vi.waitFor(async () => expect(await rows(trash(page)).count()).toBe(2), { timeout: 30_000 })
      expect((await readdir(path.join(dataFolder, 'trash'))).sort()).toEqual(['mine', 'run-1'])

      const listed = await runCommand(['runs', 'trash'], { dataFolder })
      expect(listed.stdout).toMatch(/#1 {2}Run 1 {2}finished/)
      const refused = await runCommand(['runs', 'remove', '1'], { dataFolder })
      expect(refused).toMatchObject({ code: 5, stdout: '' })
      expect(refused.stderr).toContain('notes.txt')
      expect((await runCommand(['runs', 'restore', '1'], { dataFolder })).stdout).toBe('run-1\n')
      await goTo(page, 'Train')
      await goTo(page, 'Runs')
      await page.getByRole('button', { name: 'Delete run 1' }).waitFor()
      expect(await trashButton(page).innerText()).toBe('Trash')
      expect(complaints).toEqual([])
      await close()
    }
  )
})
