import { expect, test } from 'vitest'
import { findBarriers } from './find-barriers'
import { findLayoutFaults } from './find-layout-faults'
import { openBrowser } from './open-browser'
import { downloadDataset, goTo, pressTrain, setFields, showForm, waitUntilFinished } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeBrowser } from './workbench'

describeBrowser('a learning-rate schedule', () => {
  test('is drawn before it runs, trained with, shown of the run, and written into the script', async () => {
    const { page, complaints, close } = await openBrowser(await temporaryFolder())
    await downloadDataset(page)
    await showForm(page)
    const curve = page.getByRole('main').getByRole('img', { name: /^Learning rate over the run/ })
    expect(await curve.count()).toBe(0)
    await page.getByLabel('Schedule', { exact: true }).selectOption('linear')
    await curve.waitFor()
    await setFields(page, { Epochs: '1', 'Warm-up': '20', 'Learning rate': '0.01' })
    await expect.poll(() => curve.getAttribute('aria-label')).toMatch(/ 0\.01 at most/)

    await page.getByLabel('Schedule', { exact: true }).selectOption('one-cycle')
    await page.getByText('takes no warm-up').waitFor()
    await page.getByLabel('Schedule', { exact: true }).selectOption('linear')
    expect(await findBarriers(page)).toEqual([])

    await pressTrain(page)
    await waitUntilFinished(page)
    const own = page.getByRole('table', { name: 'Settings of run 1', exact: true })
    await own.getByRole('row', { name: /^Schedule linear to zero/ }).waitFor()
    await own.getByRole('row', { name: /^Warm-up 20 %/ }).waitFor()
    await curve.waitFor()
    await page.getByRole('list', { name: 'Code, PyTorch' }).getByText('scheduler.step()').waitFor()
    await page.getByText(/^\d+ more, as in the lesson$/).click()
    await page.getByRole('table', { name: 'Other settings of run 1' }).getByText('Validation').waitFor()
    expect(await findBarriers(page)).toEqual([])

    await goTo(page, 'Runs')
    await page.getByRole('cell', { name: '0.01 linear to zero' }).waitFor()
    await goTo(page, 'Optimizer')
    for (const width of [683, 1024, 1280]) {
      await page.setViewportSize({ width, height: 700 })
      await expect.poll(() => findLayoutFaults(page)).toEqual([])
    }
    await curve.waitFor()
    expect(await findBarriers(page)).toEqual([])
    expect(complaints).toEqual([])
    await close()
  })
})
