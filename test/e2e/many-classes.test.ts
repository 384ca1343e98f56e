import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { required } from '../../src/core/base/required'
import { makeManyClasses } from '../many-classes/make-many-classes'
import { findBarriers } from './find-barriers'
import { findLayoutFaults } from './find-layout-faults'
import { openBrowser } from './open-browser'
import { pressTrain, runBar, seeResult, setFields, takeFiles, waitUntilFinished } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeBrowser } from './workbench'

describeBrowser('a confusion matrix of many classes', () => {
  test('is ordered, searched, zoomed and moved, with the mouse and with keys', async () => {
    const data = await makeManyClasses(await temporaryFolder())
    const { page, complaints, close } = await openBrowser(await temporaryFolder(), data)
    await takeFiles(page, data.folder)
    await setFields(page, { 'Learning rate': '0.01', 'Batch size': '4', Epochs: '4', 'Log every': '100' })
    await pressTrain(page)
    await waitUntilFinished(page)
    await seeResult(page)
    const main = page.getByRole('main')
    const picture = main.getByRole('slider', { name: /^Confusion matrix of 24 classes/ })
    const words = (): Promise<string | null> => picture.getAttribute('aria-valuetext')

    // Cell by cell, in the order of the data set.
    await picture.focus()
    await page.keyboard.press('Control+Home')
    await expect.poll(words).toMatch(/^first_1 recognised: /)
    await page.keyboard.press('ArrowRight')
    await expect.poll(words).toMatch(/^first_1 predicted as first_2: /)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await main.getByRole('heading', { name: 'first_2, predicted correctly' }).waitFor()

    // Twins cannot be told apart.
    await main.getByRole('radio', { name: 'Alike together' }).check()
    await picture.focus()
    await page.keyboard.press('Control+Home')
    await page.keyboard.press('ArrowRight')
    await expect.poll(words).toMatch(/^(first|second)_(\d+) predicted as (first|second)_\2: /)
    const groups = main.getByRole('list', { name: 'Often mixed up' })
    await groups
      .getByRole('button', { name: /^(first|second)_(\d+), (first|second)_\2$/ })
      .first()
      .click()

    const zoomOut = main.getByRole('button', { name: 'Zoom out' })
    const isWhole = (): Promise<boolean> => zoomOut.evaluate((one) => one.ariaDisabled === 'true')
    await expect.poll(isWhole).toBe(false)
    expect(await findBarriers(page)).toEqual([])
    await main.getByRole('button', { name: 'Show the whole matrix' }).click()
    await expect.poll(isWhole).toBe(true)

    const search = main.getByLabel('Find a class')
    await search.fill('second 7')
    await main.getByRole('heading', { name: 'second_7 is predicted as' }).waitFor()
    await main.getByRole('list', { name: 'second_7 is predicted as' }).getByText('first_7').waitFor()
    await expect.poll(isWhole).toBe(false)
    expect(await findBarriers(page)).toEqual([])
    await search.fill('third')
    await main.getByRole('status').filter({ hasText: 'No class is called “third”.' }).waitFor()
    await search.fill('')
    await main.getByRole('radio', { name: 'As in the data set' }).check()
    await expect.poll(isWhole).toBe(true)

    await zoomByButton(page)
    await zoomAndDrag(page)

    for (const [width, height] of [
      [683, 467],
      [1024, 700],
      [1280, 800]
    ] as const) {
      await page.setViewportSize({ width, height })
      await expect.poll(() => findLayoutFaults(page)).toEqual([])
    }
    await main.getByRole('button', { name: 'Table of the confusion matrix' }).click()
    await main.getByRole('region', { name: 'The most frequent mistakes' }).waitFor()
    await compareWithAnother(page)
    expect(complaints).toEqual([])
    await close()
  })
})

/** A chosen cell stays in its place, so that the pointer is still over it. */
async function zoomByButton(page: Page): Promise<void> {
  const main = page.getByRole('main')
  const picture = main.getByRole('slider', { name: /^Confusion matrix/ })
  await picture.scrollIntoViewIfNeeded()
  const box = required((await picture.boundingBox()) ?? undefined, 'the picture')
  const [x, y] = [box.x + box.width - 3, box.y + box.height - 3]
  await page.mouse.click(x, y)
  await main.getByRole('heading', { name: 'second_12, predicted correctly' }).waitFor()
  await main.getByRole('button', { name: 'Zoom in' }).click()
  await picture.scrollIntoViewIfNeeded()
  await picture.hover({ position: { x: box.width - 3, y: box.height - 3 } })
  await main.getByText(/^second_12 recognised: /).waitFor()
  await main.getByRole('button', { name: 'Show the whole matrix' }).click()
}

/** The cell in the lower right is brought nearer with the wheel, and pushed out of sight. */
async function zoomAndDrag(page: Page): Promise<void> {
  const main = page.getByRole('main')
  const picture = main.getByRole('slider', { name: /^Confusion matrix/ })
  await picture.scrollIntoViewIfNeeded()
  const box = required((await picture.boundingBox()) ?? undefined, 'the picture')
  const corner = { x: box.x + box.width - 3, y: box.y + box.height - 3 }
  await page.mouse.move(corner.x, corner.y)
  await main.getByText(/^second_12 recognised: /).waitFor()
  await page.keyboard.down('Control')
  await page.mouse.wheel(0, -400)
  await page.keyboard.up('Control')
  await main.getByText(/^second_12 recognised: /).waitFor()
  await page.mouse.down()
  await page.mouse.move(corner.x - 30, corner.y - 30)
  await page.mouse.move(corner.x + 400, corner.y + 400, { steps: 5 })
  await page.mouse.up()
  await page.mouse.move(corner.x, corner.y)
  await main.getByText(/^(?!second_12 recognised)\w+ (recognised|predicted as \w+): /).waitFor()
  await main.getByRole('button', { name: 'Show the whole matrix' }).click()
}

/** Trains with another seed: what the two runs predict differently is drawn in the same way. */
async function compareWithAnother(page: Page): Promise<void> {
  const main = page.getByRole('main')
  await setFields(page, { Seed: '2' })
  await pressTrain(page)
  await runBar(page).getByText('#2 · seed 2').waitFor()
  await waitUntilFinished(page)
  await seeResult(page)
  const address = new URL(page.url())
  address.hash = '#/runs?tab=compare&runs=run-1,run-2'
  await page.goto(address.href)
  const picture = main.getByRole('slider', { name: /^Difference of two confusion matrices of 24 classes/ })
  await main.getByLabel('Find a class').fill('second_12')
  await picture.focus()
  await page.keyboard.press('Control+End')
  const words = /^second_12 recognised: (no difference|[+−]\d+ images?)$/
  await expect.poll(() => picture.getAttribute('aria-valuetext')).toMatch(words)
  await main.getByRole('radio', { name: 'Alike together' }).check()
  expect(await findBarriers(page)).toEqual([])
  await main.getByRole('button', { name: 'Table of the difference of the matrices' }).click()
  await main.getByRole('region', { name: 'Cells that differ most' }).waitFor()
}
