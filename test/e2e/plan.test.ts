import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openBrowser } from './open-browser'
import { downloadDataset, goTo, pressTrain, setFields, waitUntilFinished } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeBrowser } from './workbench'

declare global {
  interface Window {
    readonly axe: typeof axe
  }
}

const card = (page: Page): ReturnType<Page['getByRole']> =>
  page.getByRole('main').getByRole('region', { name: 'Compiled plan', exact: true })
const fact = (page: Page, name: string): ReturnType<Page['getByRole']> =>
  card(page).locator('dl > div').filter({ hasText: name }).getByRole('definition')

describeBrowser('the compiled plan', () => {
  test('shows layers, kernels and memory, follows the settings, and says where there is none', async () => {
    const { page, close, complaints } = await openBrowser(await temporaryFolder())
    await goTo(page, 'Train')
    await page.getByLabel('Compiled plan', { exact: true }).check()
    const conv2 = card(page).getByRole('row', { name: /^conv2/ })
    await conv2.waitFor()
    expect(await conv2.innerText()).toMatch(/14 × 14 × 6\s+10 × 10 × 16\s.*forward: 8 filters × 5 pixels/s)
    expect(await conv2.innerText()).toContain('240,000')

    await card(page)
      .getByRole('button', { name: /^Weights [0-9]/ })
      .click()
    const buffers = card(page).getByRole('row').filter({ hasText: '/' })
    const values = await buffers.evaluateAll((rows) =>
      rows.map((row) => Number(row.lastElementChild?.textContent.replace(/,/g, '')))
    )
    expect(values.reduce((sum, value) => sum + value, 0)).toBe(62_006)

    await setFields(page, { 'Batch size': '128' })
    await fact(page, 'batch').getByText('128 images in 8 parts').waitFor()

    await page.getByLabel('Engine', { exact: true }).selectOption('reference')
    await card(page).getByText('Reference loops has no compiled plan').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  test('is free of what axe finds; a run shows its speed, its share of the peak and its steps', async () => {
    const { page, close } = await openBrowser(await temporaryFolder())
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await downloadDataset(page)
    await setFields(page, { Epochs: '4', 'Log every': '50' })
    await pressTrain(page)
    await waitUntilFinished(page)
    const time = page.getByRole('main').getByRole('region', { name: 'Where the time goes' })
    await time.getByText(/^\d+ %$/).waitFor()
    const phases = await time.locator('.split dl > div').allInnerTexts()
    expect(phases.map((text) => text.split(/\s+/)[0])).toEqual([
      'data',
      'forward',
      'backward',
      'update',
      'other'
    ])
    for (const text of phases) expect(text).toMatch(/\d+\.\d/)

    await page.getByLabel('Compiled plan', { exact: true }).check()
    await card(page).getByRole('table').waitFor()
    for (const theme of ['Light theme', 'Dark theme']) {
      await page.getByTitle(theme).click()
      for (const table of ['Layers', 'Functions', 'Buffers']) {
        await card(page).getByLabel(table, { exact: true }).check()
        expect(await findBarriers(page), `${table}, ${theme}`).toEqual([])
      }
    }
    await close()
  })
})

async function findBarriers(page: Page): Promise<unknown> {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    })
    return violations.map(({ id, nodes }) => [id, nodes.map(({ failureSummary }) => failureSummary)])
  })
}
