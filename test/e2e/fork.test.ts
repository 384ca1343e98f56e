import { expect, test } from 'vitest'
import { findBarriers } from './find-barriers'
import { findLayoutFaults } from './find-layout-faults'
import { actOnRun, downloadDataset, goTo, pressTrain, runBar, setFields, waitUntilFinished } from './steps'
import { temporaryFolder } from './temporary-folder'
import { openBrowser } from './open-browser'
import { describeBrowser } from './workbench'

describeBrowser('forks in Chromium', () => {
  test('continue a run from a checkpoint with more epochs and another rate, and outlive it', async () => {
    const { page, complaints, close } = await openBrowser(await temporaryFolder())
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await downloadDataset(page)
    await setFields(page, { Epochs: '1', 'Log every': '50' })
    await pressTrain(page)
    await runBar(page).getByText('#1 ·').waitFor()
    await waitUntilFinished(page)

    await page.getByRole('button', { name: 'Fork…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Fork run #1' })
    await dialog.getByRole('radio').first().waitFor()
    expect(await findBarriers(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Choose the settings' }).click()
    await page.getByText(/Continues run #1 from step [\d,]+/).waitFor()
    expect(await page.getByLabel('Epochs', { exact: true }).inputValue()).toBe('2')
    expect(await page.getByLabel('Seed', { exact: true }).getAttribute('readonly')).not.toBeNull()
    await page.getByText('as in run #1: a fork keeps it').first().waitFor()
    await page.getByText(/The next run continues run #1/).waitFor()
    await page.getByLabel('Epochs', { exact: true }).fill('1')
    await page.getByText(/nothing left to train/).waitFor()
    await page.getByRole('button', { name: 'Start from the beginning' }).click()
    expect(await page.getByLabel('Epochs', { exact: true }).inputValue()).toBe('1')
    await runBar(page).getByRole('button', { name: 'Train again' }).waitFor()

    await goTo(page, 'Runs')
    await actOnRun(page, 1, 'Fork')
    await dialog.getByRole('button', { name: 'Choose the settings' }).click()
    await page.getByLabel('Epochs', { exact: true }).fill('3')
    await page.getByLabel('Learning rate', { exact: true }).fill('0.002')
    await runBar(page).getByRole('button', { name: 'Train fork' }).click()
    await runBar(page).getByText('#2 ·').waitFor()
    await waitUntilFinished(page)
    await page.getByRole('img', { name: /Forked from #1 at step/ }).waitFor()
    await page.getByText(/This run continues run #1/).waitFor()
    for (const width of [683, 1024, 1280]) {
      await page.setViewportSize({ width, height: 700 })
      await expect.poll(() => findLayoutFaults(page), { message: String(width), timeout: 15_000 }).toEqual([])
    }

    await goTo(page, 'Runs')
    await page.getByText(/^from #1 at step [\d,]+$/).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await expect.poll(() => findLayoutFaults(page), { timeout: 15_000 }).toEqual([])
    await page.getByRole('button', { name: 'Delete run 1' }).click()
    await page.getByText(/^from #1 \(deleted\) at step [\d,]+$/).waitFor()
    await goTo(page, 'Evaluate')
    await page.getByText(/Forked from #1 at step/).waitFor()
    expect(complaints).toEqual([])
    await close()
  })
})
