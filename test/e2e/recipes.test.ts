import { expect, test } from 'vitest'
import { z } from '../../src/core/base/schema'
import { findBarriers } from './find-barriers'
import { findLayoutFaults } from './find-layout-faults'
import { openBrowser } from './open-browser'
import { runCommand } from './run-command'
import { downloadDataset, goTo, pressTrain, setFields, showForm, waitUntilFinished } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeBrowser } from './workbench'

describeBrowser('recipes', () => {
  test('are explained, taken with one ingredient switched off, undone, and trained', async () => {
    const { page, complaints, close } = await openBrowser(await temporaryFolder())
    await downloadDataset(page)
    await goTo(page, 'Train')
    await setFields(page, { Seed: '5' })
    const main = page.getByRole('main')
    await main.getByRole('radio', { name: 'Recipes' }).check()
    await main.getByText('54,134').waitFor()
    await main.getByRole('checkbox', { name: /^Mirror images/ }).uncheck()
    await main.getByText('Switched off: images that are not mirrored.').waitFor()
    for (const width of [683, 1024, 1280]) {
      await page.setViewportSize({ width, height: 700 })
      await expect.poll(() => findLayoutFaults(page)).toEqual([])
    }
    expect(await findBarriers(page)).toEqual([])
    const use = main.getByRole('button', { name: 'Use this recipe' })
    await use.click()
    await main.getByText('The next run has these settings. Press Train.').waitFor()
    const batch = page.getByLabel('Batch size', { exact: true })
    await expect.poll(() => batch.inputValue()).toBe('500')
    // Another tab, and back: the switches are as the next run has them.
    await main.getByRole('radio', { name: 'The whole run' }).check()
    await main.getByRole('radio', { name: 'Recipes' }).check()
    await main.getByText('A minute without Mirror images.').waitFor()
    // What is no part of the recipe stays.
    expect(await page.getByLabel('Seed', { exact: true }).inputValue()).toBe('5')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => batch.inputValue()).toBe('4')
    await use.click()
    await expect.poll(() => batch.inputValue()).toBe('500')
    await setFields(page, { Epochs: '1' })
    await pressTrain(page)
    await waitUntilFinished(page)
    await main.getByRole('radio', { name: 'The whole run' }).check()
    const own = page.getByRole('table', { name: 'Settings of run 1', exact: true })
    await own.getByRole('row', { name: /^Network 54,134 parameters/ }).waitFor()
    await own.getByRole('row', { name: /^Crop 2/ }).waitFor()
    expect(await own.getByRole('row', { name: /^Flip/ }).count()).toBe(0)
    expect(complaints).toEqual([])
    await close()
  })
})

describeBrowser('early stopping and other results', () => {
  test('the best epoch is the result, beside it the average of the weights and mirrored images', async () => {
    const { page, complaints, close } = await openBrowser(await temporaryFolder())
    await downloadDataset(page)
    await showForm(page)
    await setFields(page, { 'Early stopping': '1' })
    await page.getByText('no images are held back for validation').first().waitFor()
    await setFields(page, {
      Validation: '20',
      'Weight averaging': '0.9',
      Epochs: '30',
      'Learning rate': '0.01',
      'Log every': '20'
    })
    await pressTrain(page)
    await waitUntilFinished(page)
    const main = page.getByRole('main')
    await main.getByText(/^The validation loss was lowest after epoch \d+/).waitFor()
    await page
      .getByRole('banner')
      .getByText(/epoch \d+ was best/)
      .waitFor()
    await goTo(page, 'Evaluate')
    await main.getByText(/epoch \d+: the lowest validation loss/).waitFor()
    const others = main.locator('.others')
    await others.getByText('average of the weights').waitFor()
    const accuracy = await main
      .getByText(/^\d+\.\d %$/)
      .first()
      .textContent()
    await main.getByRole('button', { name: 'Test with mirror images too' }).click()
    await others.getByText('with mirror images', { exact: false }).first().waitFor()
    await expect.poll(() => main.getByRole('button', { name: 'Test with mirror images too' }).count()).toBe(0)
    expect(
      await main
        .getByText(/^\d+\.\d %$/)
        .first()
        .textContent()
    ).toBe(accuracy)
    for (const width of [683, 1024, 1280]) {
      await page.setViewportSize({ width, height: 700 })
      await expect.poll(() => findLayoutFaults(page)).toEqual([])
    }
    expect(await findBarriers(page)).toEqual([])
    expect(complaints).toEqual([])
    await close()
  })
})

const listed = z.array(
  z.object({
    id: z.string(),
    parameters: z.int(),
    measured: z.object({ accuracy: z.number(), seconds: z.number() }).nullable(),
    ingredients: z.array(z.object({ id: z.string(), accuracyWithout: z.number().nullable() }))
  })
)
const trained = z.object({
  config: z.object({ flip: z.string(), crop: z.int(), batchSize: z.int(), epochs: z.int() }),
  status: z.string()
})

test('recipes are listed, shown and trained in the terminal', async () => {
  const dataFolder = await temporaryFolder()
  const list = await runCommand(['recipes', '--json'], { dataFolder })
  expect(listed.parse(JSON.parse(list.stdout)).map(({ id }) => id)).toEqual([
    'lesson',
    'minute',
    'five-minutes'
  ])
  const shown = await runCommand(['recipes', 'minute'], { dataFolder })
  expect(shown.stdout).toMatch(
    /^A minute: .*\n.*batch size 500.*\nMeasured on CIFAR-10: 8\d\.\d % of the test images.*\n\nwhitening: Whitening filters\n/
  )
  const args = ['--recipe', 'minute', '--without', 'flip', '--epochs', '1', '--batch-size', '100', '--json']
  const { code, stdout, stderr } = await runCommand(['train', ...args], { dataFolder })
  expect({ code, stderr }).toMatchObject({ code: 0 })
  expect(trained.parse(JSON.parse(stdout))).toEqual({
    config: { flip: 'off', crop: 2, batchSize: 100, epochs: 1 },
    status: 'finished'
  })
  for (const [wrong, hint] of [
    [['--recipe', 'minutes'], 'Did you mean minute?'],
    [['--recipe', 'minute', '--without', 'sugar'], 'Ingredients of'],
    [['--without', 'flip'], 'such as --recipe minute']
  ] as const) {
    const refused = await runCommand(['train', ...wrong], { dataFolder })
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain(hint)
  }
})
