import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findBarriers } from './find-barriers'
import { findLayoutFaults } from './find-layout-faults'
import { downloadDataset, goTo, pressTrain, runBar, setFields, waitForLog, waitUntilFinished } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeHosts } from './workbench'

const settingsOf = (page: Page, number: number): Locator =>
  page.getByRole('table', { name: `Settings of run ${number}` })
const row = (page: Page, number: number, name: string): Locator =>
  settingsOf(page, number)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name, exact: true }) })
const code = (page: Page): Locator => page.getByRole('list', { name: 'Code, PyTorch' })

describeHosts('the settings of a run', (open) => {
  test('stand beside its curve and in its code, and can be taken for the next run', async () => {
    const { page, complaints, close } = await open(await temporaryFolder())
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await downloadDataset(page)
    await setFields(page, { Epochs: '1', 'Batch size': '8' })
    await pressTrain(page)
    await runBar(page).getByText('#1 ·').waitFor()
    await waitUntilFinished(page)
    expect(await row(page, 1, 'Batch size').innerText()).toMatch(/\t8\s*$/)
    await page.getByText('The next run has the same settings.').waitFor()
    await runBar(page).getByRole('button', { name: 'Train again' }).waitFor()
    await code(page).getByText('batch_size=8').first().waitFor()

    await setFields(page, { 'Batch size': '16', Momentum: '0.5' })
    await code(page).getByText('batch_size=16').first().waitFor()
    await runBar(page).getByRole('button', { name: 'Train', exact: true }).waitFor()
    await page.getByRole('main').getByRole('radio', { name: 'Run #1' }).check({ force: true })
    await code(page).getByText('batch_size=8').first().waitFor()
    await page.getByText('The next run differs: batch size, momentum.').waitFor()
    expect(await findBarriers(page)).toEqual([])
    for (const width of [683, 1024, 1280]) {
      await page.setViewportSize({ width, height: 700 })
      await expect.poll(() => findLayoutFaults(page), { message: String(width), timeout: 15_000 }).toEqual([])
    }
    await page.getByRole('button', { name: 'Use momentum 0.9' }).click()
    await page.getByText('The next run differs: batch size.').waitFor()
    await page.getByRole('button', { name: 'Use these settings' }).click()
    await page.getByText('The next run has the same settings.').waitFor()
    await page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Undo' }).last().click()
    await page.getByRole('main').getByRole('radio', { name: 'Next run' }).check({ force: true })
    expect(await page.getByLabel('Batch size', { exact: true }).inputValue()).toBe('16')
    expect(complaints).toEqual([])
    await close()
  })

  test('show a learning rate that was changed while it trained, also after it was resumed', async () => {
    const { page, complaints, close } = await open(await temporaryFolder())
    await downloadDataset(page)
    await setFields(page, { Epochs: '1000', 'Log every': '50' })
    await pressTrain(page)
    await waitForLog(page, 1)
    const rate = page.getByLabel('Learning rate', { exact: true })
    await page.getByText('takes effect at once').waitFor()
    await rate.fill('0.002')
    await rate.press('Enter')
    await page.getByText('was 0.001 at the start').waitFor()
    await page
      .getByText(/changed on the way: 0\.001; from step [\d,]+ on 0\.002\. The script trains with/)
      .waitFor()
    await runBar(page).getByRole('button', { name: 'Stop', exact: true }).click()
    await runBar(page).getByRole('button', { name: 'Resume' }).waitFor()
    await expect
      .poll(() => row(page, 1, 'Learning rate').innerText())
      .toMatch(/0\.001; from step [\d,]+ on 0\.002/)
    await goTo(page, 'Runs')
    await page.getByRole('cell', { name: '0.001 then 0.002' }).waitFor()

    await goTo(page, 'Train')
    await runBar(page).getByRole('button', { name: 'Resume' }).click()
    await page.getByText('was 0.001 at the start').waitFor()
    await runBar(page).getByRole('button', { name: 'Stop', exact: true }).click()
    await runBar(page).getByRole('button', { name: 'Resume' }).waitFor()
    await expect
      .poll(() => row(page, 1, 'Learning rate').innerText())
      .toMatch(/0\.001; from step [\d,]+ on 0\.002/)
    expect(complaints).toEqual([])
    await close()
  })
})
