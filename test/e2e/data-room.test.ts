import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { findBarriers } from './find-barriers'
import { openBrowser } from './open-browser'
import { downloadDataset, goTo, setFields } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeBrowser } from './workbench'

const recordBytes = 1 + 3 * 32 * 32

describeBrowser('the Data room', () => {
  test('shows the bytes of the files, and what becomes of them', async () => {
    const { page, close, complaints } = await openBrowser(await temporaryFolder())
    await downloadDataset(page)
    const records = await readFile(path.join(inject('datasetFolder'), 'data_batch_1.bin'))
    const bytes = (image: number, row: number, column: number): number[] =>
      [0, 1, 2].map((channel) => records[image * recordBytes + 1 + channel * 1024 + row * 32 + column] ?? NaN)

    await page.getByRole('radio', { name: 'One image' }).check({ force: true })
    const last = page.getByRole('list', { name: 'One image of every class' }).getByRole('button').last()
    const image = await rowOf(last)
    await last.click()
    const picture = page.getByRole('slider', { name: `Training image ${image}` })
    await picture.waitFor()
    expect(await readStages(page)).toEqual(bytes(image, 15, 15).map(stagesOf))

    await picture.focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('End')
    await expect.poll(() => readStages(page)).toEqual(bytes(image, 16, 31).map(stagesOf))
    const [red = NaN] = bytes(image, 16, 31)
    expect(await picture.getAttribute('aria-valuetext')).toContain(`row 17, column 32: red ${red},`)

    await page.getByLabel('Number of the training image').fill('150')
    await page.keyboard.press('Enter')
    await expect.poll(() => readStages(page)).toEqual(bytes(150, 16, 31).map(stagesOf))
    expect(complaints).toEqual([])
    await close()
  })

  test('opens any of its images in Network', async () => {
    const { page, close, complaints } = await openBrowser(await temporaryFolder())
    await downloadDataset(page)
    const expectOpened = async (image: number, split: 'Training' | 'Test'): Promise<void> => {
      const shown = page.getByLabel('Number of the image')
      await shown.waitFor()
      expect(await shown.inputValue()).toBe(String(image))
      const chosen = page.getByRole('combobox', { name: 'Images' }).locator('option:checked')
      expect(await chosen.textContent()).toBe(`${split} images`)
      await page.evaluate(() => {
        history.back()
      })
    }
    const samples = page.getByRole('group', { name: 'Sample images' }).getByRole('button')
    await samples.first().focus()
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowDown']) await page.keyboard.press(key)
    // One column of five images for each class.
    const third = await rowOf(samples.nth(2))
    await page.keyboard.press('Enter')
    await expectOpened(third, 'Training')
    const clicked = await rowOf(samples.nth(7))
    await samples.nth(7).click()
    await expectOpened(clicked, 'Training')

    await page.getByRole('radio', { name: 'One image' }).check({ force: true })
    await page.getByLabel('Number of the training image').fill('33')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Open in Network' }).click()
    await expectOpened(33, 'Training')

    for (const [tab, group, split] of [
      ['Batches', 'Batch 1, shuffled', 'Training'],
      ['Batches', 'Test batch 1, in order', 'Test'],
      ['Train and test', 'Test, separate files', 'Test']
    ] as const) {
      await page.getByRole('radio', { name: tab }).check({ force: true })
      const images = page.getByRole('group', { name: group, exact: true }).getByRole('button')
      await images.first().focus()
      await page.keyboard.press('ArrowRight')
      const second = await rowOf(images.nth(1))
      await page.keyboard.press('Enter')
      await expectOpened(second, split)
    }

    await goTo(page, 'Train')
    await page.getByRole('radio', { name: 'Step by step' }).check({ force: true })
    await page.getByRole('button', { name: 'Start a paused run' }).click()
    await page.getByRole('button', { name: 'First batch' }).click()
    const batch = page.getByRole('region', { name: 'Images of the mini-batch' }).getByRole('button')
    await batch.first().focus()
    await page.keyboard.press('End')
    const fourth = await rowOf(batch.nth(3))
    await page.keyboard.press('Enter')
    await expectOpened(fourth, 'Training')
    await batch.first().waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  test('shows the batches that training takes', async () => {
    const { page, close, complaints } = await openBrowser(await temporaryFolder())
    await downloadDataset(page)
    await setFields(page, { 'Batch size': '6', Seed: '11', Validation: '10', Epochs: '2' })

    await goTo(page, 'Data')
    await page.getByRole('radio', { name: 'Batches' }).check({ force: true })
    // 1,000 images, 100 of them held back.
    await page.getByRole('group', { name: 'Batch 150, the last' }).waitFor()
    const planned = [await rowsOf(page, 'Batch 1, shuffled'), await rowsOf(page, 'Batch 2, shuffled')]
    expect(planned.map((rows) => rows.length)).toEqual([6, 6])
    await page.getByLabel('Seed').fill('12')
    await expect.poll(() => rowsOf(page, 'Batch 1, shuffled')).not.toEqual(planned[0])
    await page.getByLabel('Seed').fill('11')
    await page.getByRole('button', { name: 'Next epoch' }).click()
    const second = await rowsOf(page, 'Batch 1, shuffled')
    expect(second).not.toEqual(planned[0])
    expect(await rowsOf(page, 'Test batch 1, in order')).toEqual(['0', '1', '2', '3', '4', '5'])

    await goTo(page, 'Train')
    await page.getByRole('radio', { name: 'Step by step' }).check({ force: true })
    await page.getByRole('button', { name: 'Start a paused run' }).click()
    await page.getByRole('button', { name: 'First batch' }).click()
    expect(await trainedRows(page)).toEqual(planned[0])
    await page.getByRole('button', { name: 'Next batch' }).click()
    await expect.poll(() => trainedRows(page)).toEqual(planned[1])
    expect(complaints).toEqual([])
    await close()
  })

  test('shows what is held back', async () => {
    const { page, close } = await openBrowser(await temporaryFolder())
    await downloadDataset(page)
    await page.getByRole('radio', { name: 'Train and test' }).check({ force: true })
    const bar = (text: string): Promise<void> => page.getByRole('img', { name: text, exact: true }).waitFor()
    await bar('training: 1,000 images, test: 200 images')
    await page.getByLabel('Validation', { exact: true }).fill('20')
    await bar('training: 800 images, validation: 200 images, test: 200 images')
    await page.getByLabel('Training images', { exact: true }).fill('50')
    await bar('training: 50 images, left out: 750 images, validation: 200 images, test: 200 images')
    await close()
  })

  test('is free of what axe finds, light and dark', async () => {
    const { page, close } = await openBrowser(await temporaryFolder())
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await downloadDataset(page)
    await page.getByLabel('Workers').fill('1')
    for (const theme of ['Light theme', 'Dark theme']) {
      await page.getByTitle(theme).click()
      for (const tab of ['Every class', 'One image', 'Batches', 'Train and test']) {
        await page.getByRole('radio', { name: tab }).check({ force: true })
        await page.getByRole('main').getByRole('img').first().waitFor()
        expect(await findBarriers(page), `${tab}, ${theme}`).toEqual([])
      }
    }
    await close()
  })
})

/** Where the image on a button is in the data set. */
async function rowOf(button: Locator): Promise<number> {
  const label = await button.getByRole('img').getAttribute('aria-label')
  return Number(/image (\d+)/.exec(label ?? '')?.[1])
}

/** The rows of the table under the stages. */
function readStages(page: Page): Promise<string[]> {
  return page
    .getByRole('table', { name: 'The three values of the pixel' })
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent).join('; '))
    )
}

function stagesOf(byte: number): string {
  const fraction = byte / 255
  const normalised = ((fraction - 0.5) / 0.5).toFixed(3).replace('-0.000', '0.000').replace('-', '−')
  return `${byte} / 255 = ${fraction.toFixed(3)}; (${byte} / 255 − 0.5) / 0.5 = ${normalised}`
}

async function rowsOf(page: Page, batch: string): Promise<string[]> {
  const group = page.getByRole('group', { name: batch, exact: true })
  await group.waitFor()
  return group.locator('li span').allTextContents()
}

async function trainedRows(page: Page): Promise<string[]> {
  const images = page.getByRole('region', { name: 'Images of the mini-batch' }).getByRole('img')
  await images.first().waitFor()
  const names = await images.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''))
  return names.map((name) => /image (\d+)/.exec(name)?.[1] ?? name)
}
