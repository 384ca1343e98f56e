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

  test('in a whole network are looked at, and not trained', async () => {
    const { page, close, complaints } = await openBrowser(await temporaryFolder())
    await downloadDataset(page)
    await goTo(page, 'Network')
    const columns = page
      .getByRole('region', { name: 'Layers from the input to the classes' })
      .getByRole('button')
    const box = page.getByRole('checkbox', { name: 'Frozen: its weights do not learn' })
    for (const name of [/ conv1,/, / conv2,/, / fc1,/, / fc2,/, / fc3 /]) {
      await columns.and(page.getByRole('button', { name })).click()
      await page.getByRole('main').getByRole('radio', { name: 'Edit', exact: true }).check({ force: true })
      await box.check()
    }
    await page.getByText('This network cannot be trained').waitFor()
    await page.getByRole('alert').getByText('Nothing in this network learns').waitFor()
    const train = page.getByRole('banner').getByRole('button', { name: 'Train', exact: true })
    expect(await train.isDisabled()).toBe(true)
    // One stop of the Tab key: the keys lead on to the image and to the classes, which are all drawn.
    await columns.last().focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'The image' }).waitFor()
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'fc3, dense layer' }).waitFor()
    await expect.poll(() => columns.locator('canvas').count()).toBeGreaterThan(7)

    await box.uncheck()
    await page.getByText('62,006 parameters (850 learn)').waitFor()
    expect(await train.isDisabled()).toBe(false)
    expect(complaints).toEqual([])
    await close()
  })
})
