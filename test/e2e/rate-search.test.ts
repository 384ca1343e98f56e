import { expect, test } from 'vitest'
import { writeAssignment } from '../../src/core/assignment/assignment'
import { lessonConfig } from '../../src/core/settings/run-config'
import { findBarriers } from './find-barriers'
import { findLayoutFaults } from './find-layout-faults'
import { openBrowser } from './open-browser'
import { downloadDataset, goTo, pressTrain, setFields } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeBrowser } from './workbench'

describeBrowser('the search for a learning rate', () => {
  test('finds one that can be used and taken back, also beside a training, and can be cancelled', async () => {
    const { page, complaints, close } = await openBrowser(await temporaryFolder())
    await downloadDataset(page)
    await goTo(page, 'Train')
    await setFields(page, { 'Batch size': '16', Epochs: '1000' })
    await goTo(page, 'Optimizer')
    const main = page.getByRole('main')
    await main.getByRole('radio', { name: 'Find a rate' }).check()
    await main.getByText('Nothing is stored', { exact: false }).waitFor()
    expect(await findBarriers(page)).toEqual([])

    await main.getByRole('button', { name: 'Find a rate' }).first().click()
    const cancel = main.getByRole('button', { name: 'Cancel' })
    await cancel.click()
    await cancel.waitFor({ state: 'detached' })
    expect(await main.getByRole('button', { name: /^Use / }).count()).toBe(0)

    await pressTrain(page)
    await goTo(page, 'Optimizer')
    await main.getByRole('button', { name: 'Find a rate' }).first().click()
    const use = main.getByRole('button', { name: /^Use 0\.\d+$/ })
    await use.waitFor()
    const rate = ((await use.textContent()) ?? '').replace('Use', '').trim()
    await main.getByText(`A good learning rate is ${rate}.`, { exact: false }).waitFor()
    await main.getByRole('img', { name: `A good learning rate is ${rate}.`, exact: false }).waitFor()
    for (const width of [683, 1024, 1280]) {
      await page.setViewportSize({ width, height: 700 })
      await expect.poll(() => findLayoutFaults(page)).toEqual([])
    }
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('banner').getByRole('button', { name: 'Stop' }).click()
    await page
      .getByRole('banner')
      .getByRole('button', { name: /^Train/ })
      .waitFor()

    const field = page.getByLabel('Learning rate', { exact: true }).and(page.getByRole('textbox'))
    await expect.poll(() => field.inputValue()).toBe('0.001')
    await use.click()
    await expect.poll(() => field.inputValue()).toBe(rate)
    await page.getByText(`The next run has a learning rate of ${rate}.`).waitFor()
    await page.getByRole('button', { name: 'Undo' }).first().click()
    await expect.poll(() => field.inputValue()).toBe('0.001')

    await main.getByRole('button', { name: 'Table of the losses' }).click()
    await main.getByRole('row', { name: /^0\.000001 2\.\d{3}/ }).waitFor()
    await main.getByText('Found for other settings.', { exact: false }).waitFor({ state: 'detached' })
    await page.getByLabel('Momentum', { exact: true }).fill('0.5')
    await main.getByText('Found for other settings.', { exact: false }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  test('is hidden where an assignment hides the learning rate', async () => {
    const { page, complaints, close } = await openBrowser(await temporaryFolder())
    await downloadDataset(page)
    await goTo(page, 'Optimizer')
    const main = page.getByRole('main')
    await main.getByRole('radio', { name: 'Find a rate' }).check()
    await main.getByRole('button', { name: 'Find a rate' }).first().waitFor()
    await page.getByRole('button', { name: 'Open an assignment' }).click()
    const assignment = writeAssignment({
      title: 'One rate',
      room: 'optimizer',
      hidden: ['learningRate'],
      config: { ...lessonConfig, batchSize: 8 }
    })
    await page.getByLabel('Assignment file').setInputFiles({
      name: 'one-rate.tenfold-assignment.json',
      mimeType: 'application/json',
      buffer: Buffer.from(assignment)
    })
    await page.getByRole('button', { name: 'Open the assignment' }).click()
    await page.getByText('1 control hidden by your teacher').waitFor()
    await goTo(page, 'Optimizer')
    await main.getByRole('radio', { name: 'Race on test surfaces' }).waitFor()
    expect(await main.getByRole('radio', { name: 'Race on test surfaces' }).isChecked()).toBe(true)
    expect(await main.getByRole('radio', { name: 'Find a rate' }).count()).toBe(0)
    expect(await main.getByRole('button', { name: 'Find a rate' }).count()).toBe(0)
    expect(complaints).toEqual([])
    await close()
  })
})
