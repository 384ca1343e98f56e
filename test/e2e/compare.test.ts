import { expect, test } from 'vitest'
import { findBarriers } from './find-barriers'
import { findLayoutFaults } from './find-layout-faults'
import { openBrowser } from './open-browser'
import { downloadDataset, pressTrain, runBar, setFields, waitUntilFinished } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeBrowser } from './workbench'

describeBrowser('a comparison', () => {
  test('shows curves, differences, and what two runs predict differently', async () => {
    const { page, complaints, save, close } = await openBrowser(await temporaryFolder())
    await downloadDataset(page)
    for (const seed of ['1', '2', '3']) {
      await setFields(page, {
        Seed: seed,
        Validation: '20',
        'Learning rate': seed === '2' ? '0.01' : '0.001'
      })
      await pressTrain(page)
      await runBar(page).getByText(`#${seed} · seed ${seed}`).waitFor()
      await waitUntilFinished(page)
    }
    const address = new URL(page.url())
    address.hash = '#/runs?tab=compare&runs=run-1,run-2'
    await page.goto(address.href)
    const main = page.getByRole('main')
    await main
      .getByRole('img', { name: /^training loss by epoch; at last run 1 [\d.]+, run 2 [\d.]+$/ })
      .waitFor()
    const settings = main.getByRole('region', { name: 'Settings of the runs' })
    await settings.getByRole('row', { name: 'Learning rate 0.001 0.01' }).waitFor()
    expect(await settings.getByRole('row', { name: /^Batch size/ }).count()).toBe(0)
    await main.getByRole('button', { name: 'Show all' }).click()
    await settings.getByRole('row', { name: 'Batch size 4 4' }).waitFor()
    await main.getByRole('radio', { name: 'Validation accuracy' }).check()
    await main.getByRole('img', { name: /^validation accuracy by epoch/ }).waitFor()
    await main.getByRole('radio', { name: 'Time' }).check()
    await main.getByRole('img', { name: /^validation accuracy by seconds of training/ }).waitFor()
    await main.getByRole('radio', { name: 'By class' }).check()
    await main.getByRole('row', { name: /^frog/ }).first().waitFor()

    const counts = await main.getByText(/^#1 alone is right on/).textContent()
    const [onlyFirst, onlySecond] = [...(counts ?? '').matchAll(/on (\d+)/g)].map(([, n]) => Number(n))
    const which = main.getByLabel('Which images')
    const shown = main.locator('.head .faint')
    await which.selectOption({ label: 'only #1 gets right' })
    await expect.poll(() => shown.textContent()).toBe(String(onlyFirst))
    await which.selectOption({ label: 'only #2 gets right' })
    await expect.poll(() => shown.textContent()).toBe(String(onlySecond))
    expect(await findBarriers(page)).toEqual([])
    const difference = main.getByRole('region', { name: 'Difference of the confusion matrices' })
    for (const width of [683, 1024, 1280]) {
      await page.setViewportSize({ width, height: 700 })
      await expect.poll(() => findLayoutFaults(page)).toEqual([])
      // All ten classes are in sight.
      await expect.poll(() => difference.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0)
    }
    const file = await save(async () => {
      await main.getByRole('button', { name: 'Export comparison' }).click()
      await page.getByRole('menuitem', { name: 'HTML' }).click()
    })
    expect(file.name).toBe('runs-1-2-comparison.html')
    expect(file.content.toString()).toContain('Comparison of 2 runs')

    // Two seeds of the same settings.
    address.hash = '#/runs?tab=compare&runs=run-1,run-2,run-3'
    await page.goto(address.href)
    await main
      .getByText(/^learning rate 0\.001/)
      .first()
      .waitFor()
    await main.getByRole('img', { name: /^learning rate 0\.001: run 1 [\d.]+ %, run 3 [\d.]+ %$/ }).waitFor()
    await main.getByText(/at least two seeds of each/).waitFor()
    expect(await findBarriers(page)).toEqual([])
    for (const width of [683, 1280]) {
      await page.setViewportSize({ width, height: 700 })
      await expect.poll(() => findLayoutFaults(page)).toEqual([])
    }
    address.hash = '#/runs?tab=compare&runs=run-1,run-2'
    await page.goto(address.href)

    // The address survives a reload, and a run that is left out leaves it.
    await page.reload()
    await main.getByText('Two runs, image by image').waitFor()
    await main.getByRole('button', { name: 'Leave run 2 out' }).click()
    await main.getByText('Nothing to compare').waitFor()
    expect(new URL(page.url()).hash).toBe('#/runs?tab=compare&runs=run-1')
    expect(complaints).toEqual([])
    await close()
  })
})
