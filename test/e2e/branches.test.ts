import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findBarriers } from './find-barriers'
import { findLayoutFaults } from './find-layout-faults'
import { openBrowser } from './open-browser'
import { downloadDataset, goTo } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeBrowser } from './workbench'

/** The last is a window of 1280 × 800 at 150 %. */
const sizes = [
  { width: 1920, height: 1080 },
  { width: 1024, height: 700 },
  { width: 853, height: 533 }
]

describeBrowser('a network with branches', () => {
  test('is built by hand, followed by an image, and taken back', { timeout: 300_000 }, async () => {
    const { page, close, complaints } = await openBrowser(await temporaryFolder())
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await downloadDataset(page)
    await goTo(page, 'Network')
    const lesson = await columnsOf(page)

    // A residual block of two convolutions behind the first pooling.
    await columns(page).filter({ hasText: 'Max pool' }).first().click()
    await show(page, 'Edit')
    await addAfter(page, 'Conv filters')
    await page.getByRole('textbox', { name: 'Filters' }).fill('6')
    await addAfter(page, 'Conv filters')
    await page.getByRole('textbox', { name: 'Filters' }).fill('6')
    await addAfter(page, 'Add')
    await page.getByRole('heading', { name: 'The sum of branches' }).waitFor()
    const first = page.getByLabel('Input 1', { exact: true })
    const second = page.getByLabel('Input 2', { exact: true })
    expect(await first.inputValue()).toBe('relu6')
    // The nearest output of the same shape; a shortcut past both convolutions is chosen by hand.
    expect(await second.inputValue()).toBe('relu5')
    await second.selectOption('pool1')
    await expect.poll(() => second.inputValue(), { timeout: 60_000 }).toBe('pool1')
    expect(await page.getByRole('main').getByRole('alert').count()).toBe(0)
    await columns(page).filter({ hasText: 'Add' }).first().waitFor()
    expect(await findBarriers(page)).toEqual([])
    for (const size of sizes) {
      await page.setViewportSize(size)
      await expect
        .poll(() => findLayoutFaults(page), { message: `${size.width} wide`, timeout: 60_000, interval: 400 })
        .toEqual([])
    }
    await page.setViewportSize({ width: 1280, height: 800 })

    await show(page, 'Compute')
    const [a, b, sum] = await numbersOf(page.getByText(/from relu6 .* from pool1/))
    expect((a ?? 0) + (b ?? 0)).toBeCloseTo(sum ?? 0, 1)
    await page.getByRole('button', { name: 'Table of the network' }).click()
    const row = page
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: 'add1', exact: true }) })
    expect(await row.innerText()).toContain('relu6, pool1')

    const undo = page.getByRole('button', { name: 'Undo', exact: true })
    for (let i = 0; i < 6; i++) await undo.click()
    expect(await undo.isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Table of the network' }).click()
    expect(await columnsOf(page)).toEqual(lesson)
    expect(complaints).toEqual([])
    await close()
  })

  test('says at the layer what is wrong with a connection', async () => {
    const { page, close, complaints } = await openBrowser(await temporaryFolder())
    await goTo(page, 'Network')
    await columns(page).filter({ hasText: 'Max pool' }).last().click()
    await show(page, 'Edit')
    await page.getByLabel('Takes the output of').selectOption('pool1')
    await columns(page).getByText('Layer relu2 leads nowhere: no layer takes its output.').waitFor()
    await columns(page).filter({ hasText: 'leads nowhere' }).click()
    await page.getByRole('radio', { name: 'relu2', exact: true }).check({ force: true })
    await page.getByRole('button', { name: 'Remove relu2' }).click()
    expect(complaints).toEqual([])
    await close()
  })
})

function columns(page: Page): Locator {
  return page.getByRole('region', { name: 'Layers from the input to the classes' }).getByRole('button')
}

async function columnsOf(page: Page): Promise<string[]> {
  const texts = await columns(page).allInnerTexts()
  return texts.map((text) => text.split('\n')[0] ?? '')
}

async function show(page: Page, tab: string): Promise<void> {
  await page.getByRole('main').getByRole('radio', { name: tab, exact: true }).check({ force: true })
}

async function addAfter(page: Page, layer: string): Promise<void> {
  await page.getByRole('button', { name: 'Add after it' }).click()
  await page.getByRole('menuitem', { name: new RegExp(`^${layer}\\b`) }).click()
}

/** `0.1 from a + 0.2 from b = 0.3` -> the three numbers */
async function numbersOf(line: Locator): Promise<number[]> {
  const text = (await line.innerText()).replaceAll('−', '-')
  return [...text.matchAll(/(?<![a-z])-?\d+\.\d+/g)].map(([number]) => Number(number))
}
