import { expect, test } from 'vitest'
import { findBarriers } from './find-barriers'
import { findLayoutFaults } from './find-layout-faults'
import { openBrowser } from './open-browser'
import { downloadDataset, pressTrain, seeResult, setFields, waitUntilFinished } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeBrowser } from './workbench'

const sameOrder = (shown: readonly number[], sorted: readonly number[]): boolean =>
  shown.length > 0 && shown.join() === sorted.join()
const isFalling = (shown: readonly number[]): boolean =>
  sameOrder(
    shown,
    shown.toSorted((a, b) => b - a)
  )
const isRising = (shown: readonly number[]): boolean =>
  sameOrder(
    shown,
    shown.toSorted((a, b) => a - b)
  )

describeBrowser('what a network gets wrong', () => {
  test('by cells, by classes, by confidence, image by image', async () => {
    const { page, complaints, close } = await openBrowser(await temporaryFolder())
    await downloadDataset(page)
    await pressTrain(page)
    await waitUntilFinished(page)
    await seeResult(page)
    const main = page.getByRole('main')

    // By row the cells of a class add up to 100, by column those of a prediction.
    const matrix = main.getByRole('grid', { name: /^Confusion matrix/ })
    const total = async (label: 'row' | 'column'): Promise<number> => {
      const cells = await matrix
        .locator(label === 'row' ? '[data-cell^="0-"]' : '[data-cell$="-0"]')
        .allTextContents()
      return cells.reduce((sum, text) => sum + Number(text), 0)
    }
    await main.getByRole('radio', { name: 'By row' }).check()
    await expect.poll(() => total('row')).toBeCloseTo(100, 0)
    await main.getByRole('radio', { name: 'By column' }).check()
    await matrix.getByRole('rowheader', { name: 'precision' }).waitFor()
    await expect
      .poll(() => total('column'))
      .toSatisfy((sum: number) => sum === 0 || Math.abs(sum - 100) < 0.6)
    // All ten classes are in sight, in the smallest window too, and at 150 %.
    for (const [width, height] of [
      [853, 533],
      [1024, 700],
      [1280, 800]
    ] as const) {
      await page.setViewportSize({ width, height })
      await expect.poll(() => matrix.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0)
      await expect
        .poll(() =>
          matrix
            .locator('[data-cell]')
            .evaluateAll((cells) => cells.filter((cell) => cell.scrollWidth > cell.clientWidth).length)
        )
        .toBe(0)
    }
    await main.getByRole('radio', { name: 'Count' }).check()

    const images = main.getByRole('region', { name: 'Images' })
    const choice = main.getByLabel('Show', { exact: true })
    const figures = async (): Promise<number[]> =>
      (await images.locator('figcaption .mono').allTextContents()).map(Number)
    await choice.selectOption({ label: 'most confident mistakes' })
    await main.getByRole('heading', { name: 'The most confident mistakes' }).waitFor()
    await images.getByRole('img').first().waitFor()
    await expect.poll(figures).toSatisfy(isFalling)
    await choice.selectOption({ label: 'least certain' })
    await main.getByRole('heading', { name: 'The least certain predictions' }).waitFor()
    await expect.poll(figures).toSatisfy(isRising)
    await choice.selectOption({ label: 'hardest of a class' })
    await main.getByLabel('Class', { exact: true }).selectOption({ label: 'frog' })
    await main.getByRole('heading', { name: 'The hardest images of “frog”' }).waitFor()
    await images
      .getByRole('button', { name: /^frog, test image/ })
      .first()
      .waitFor()
    expect(await findBarriers(page)).toEqual([])

    await main.getByRole('radio', { name: 'Classes' }).check()
    const table = main.getByRole('region', { name: 'Table of classes' })
    await table.getByRole('button', { name: 'Recall' }).click()
    const recalls = async (): Promise<number[]> =>
      (await table.locator('tbody tr td:nth-child(4)').allTextContents()).map(Number)
    await expect.poll(recalls).toSatisfy(isFalling)
    expect(await findBarriers(page)).toEqual([])

    await main.getByRole('radio', { name: 'Confidence' }).check()
    await main.getByRole('img', { name: /^Accuracy by confidence/ }).waitFor()
    await main.getByRole('button', { name: 'Table of the confidence' }).click()
    const bins = main.locator('table tbody td:nth-child(2)')
    await expect.poll(() => bins.count()).toBe(10)
    const label = await main.getByText(/^Accuracy, [\d,]+ images$/).textContent()
    expect((await bins.allTextContents()).reduce((sum, text) => sum + Number(text.replace(',', '')), 0)).toBe(
      Number(/\d[\d,]*/.exec(label ?? '')?.[0].replace(',', ''))
    )
    await main.getByRole('button', { name: 'Table of the confidence' }).click()
    expect(await findBarriers(page)).toEqual([])
    for (const tab of ['Mistakes', 'Classes', 'Confidence']) {
      await main.getByRole('radio', { name: tab }).check()
      for (const width of [683, 1024, 1280]) {
        await page.setViewportSize({ width, height: 700 })
        await expect.poll(() => findLayoutFaults(page)).toEqual([])
      }
    }
    expect(complaints).toEqual([])
    await close()
  })

  test('moment by moment of the training', async () => {
    const { page, complaints, close } = await openBrowser(await temporaryFolder())
    await downloadDataset(page)
    await setFields(page, { Validation: '20', 'Evaluate every': '30' })
    const main = page.getByRole('main')
    await main.getByRole('checkbox', { name: 'Watch test images' }).check()
    await pressTrain(page)
    await waitUntilFinished(page)
    await seeResult(page)
    const heading = main.getByText(/^Accuracy, [\d,]+ images$/)
    const result = await heading.textContent()
    await main.getByRole('radio', { name: 'Over time' }).check()
    await main.getByRole('img', { name: /^Accuracy by class over 15 moments of the training/ }).waitFor()
    expect(await findBarriers(page)).toEqual([])
    const slider = main.getByRole('slider', { name: 'Moment of the training' })
    const images = main.getByRole('radiogroup', { name: 'Images' })
    const words = (): Promise<string | null> => slider.getAttribute('aria-valuetext')
    await expect.poll(words).toMatch(/^the result: [\d,]+ test images$/)
    // The curves are of one kind of images; the result is not.
    expect(await images.count()).toBe(1)
    await main.getByRole('radio', { name: 'Mistakes' }).check()
    await expect.poll(() => images.count()).toBe(0)
    await slider.focus()
    await page.keyboard.press('Home')
    await expect.poll(words).toMatch(/^epoch 1, step 30: 200 validation images$/)
    await main.getByText('Accuracy, 200 images').waitFor()
    // Of a moment nobody kept how sure the network was.
    await main.getByRole('radio', { name: 'Confidence' }).check()
    await main.getByText('How sure the network was is kept for the result only').waitFor()
    const confidence = main.getByRole('img', { name: /^Accuracy by confidence/ })
    expect(await confidence.count()).toBe(0)
    expect(await findBarriers(page)).toEqual([])
    await main.getByRole('button', { name: 'Back to the result' }).click()
    await confidence.waitFor()
    await slider.focus()
    await page.keyboard.press('Home')
    await main.getByRole('radio', { name: 'Mistakes' }).check()
    await main.getByText('A moment of the training').waitFor()
    const cells = main.getByRole('grid', { name: /^Confusion matrix/ }).locator('[data-cell]')
    await expect
      .poll(async () => (await cells.allTextContents()).reduce((sum, text) => sum + Number(text), 0))
      .toBe(200)
    await main.getByRole('radio', { name: 'Test', exact: true }).check()
    await main.getByText('only to be watched').waitFor()
    for (const width of [683, 1024, 1280]) {
      await page.setViewportSize({ width, height: 700 })
      await expect.poll(() => findLayoutFaults(page)).toEqual([])
    }
    expect(await findBarriers(page)).toEqual([])
    await main.getByRole('radio', { name: 'Over time' }).check()
    await main.getByRole('button', { name: 'Table of the accuracy over the training' }).click()
    await expect.poll(() => main.locator('table tbody tr').count()).toBe(15)
    await main.getByRole('radio', { name: 'Mistakes' }).check()
    await main.getByRole('button', { name: 'Back to the result' }).click()
    await expect.poll(() => heading.textContent()).toBe(result)
    expect(complaints).toEqual([])
    await close()
  })
})
