import { expect, test } from 'vitest'
import { findBarriers } from './find-barriers'
import { findLayoutFaults } from './find-layout-faults'
import { openBrowser } from './open-browser'
import { downloadDataset, goTo, pressTrain, setFields, waitUntilFinished } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeBrowser } from './workbench'

describeBrowser('frozen layers', () => {
  test('are set in the form, seen in the diagram, trained past, and taken back', async () => {
    const { page, close, complaints } = await openBrowser(await temporaryFolder())
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await downloadDataset(page)
    await setFields(page, { Epochs: '1' })
    await goTo(page, 'Network')
    const convolution = page.getByRole('button', { name: /^Conv 5×5/ }).first()
    const box = page.getByRole('checkbox', { name: 'Frozen: its weights do not learn' })
    await convolution.click()
    await page.getByRole('main').getByRole('radio', { name: 'Edit', exact: true }).check({ force: true })
    await box.check()
    await page.getByRole('button', { name: /frozen: conv1/ }).waitFor()
    await page.getByText('62,006 parameters (61,550 learn)').waitFor()
    expect(await findBarriers(page)).toEqual([])
    expect(await findLayoutFaults(page)).toEqual([])
    await page.setViewportSize({ width: 853, height: 533 })
    await expect.poll(() => findLayoutFaults(page)).toEqual([])
    await page.setViewportSize({ width: 1280, height: 800 })
    // No layer without weights has it.
    await page.getByRole('button', { name: /^Flatten/ }).click()
    expect(await box.count()).toBe(0)
    await convolution.click()

    await pressTrain(page)
    await waitUntilFinished(page)
    await goTo(page, 'Network')
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await page.getByText('62,006 parameters ·').waitFor()
    expect(await page.getByRole('button', { name: /frozen/ }).count()).toBe(0)
    expect(complaints).toEqual([])
    await close()
  })
})
