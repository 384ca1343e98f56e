import type { Locator, Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { dialects } from '../../src/core/code/dialect'
import { scriptText } from '../../src/core/code/script'
import { glossary } from '../../src/core/lesson/glossary.text'
import { writeScript } from '../../src/core/lesson/write-script'
import { lessonConfig } from '../../src/core/settings/run-config'
import { loadManifest, manifestVariable } from '../../src/lab/dataset/files/load-manifest'
import { datasetInfoOf } from '../../src/lab/dataset/files/manifest'
import { findBarriers } from './find-barriers'
import { openBrowser } from './open-browser'
import { downloadDataset, goTo, pressTrain, runBar, seeResult, setFields, waitUntilFinished } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeBrowser } from './workbench'

const languages = { pytorch: 'PyTorch', tfjs: 'TensorFlow.js' } as const

describeBrowser('the lesson to read', () => {
  test('has every line with its text, in both languages, and prints', async () => {
    const { page, close, complaints } = await openBrowser(await temporaryFolder())
    const dataset = datasetInfoOf(await loadManifest({ [manifestVariable]: inject('manifestFile') }))
    await goTo(page, 'Lesson')
    for (const dialect of dialects) {
      await main(page).getByRole('radio', { name: languages[dialect] }).check({ force: true })
      const file = scriptText(writeScript(dialect, lessonConfig, dataset))
      const rows = main(page).locator('ol > li')
      const code = file.split('\n').filter((line) => line !== '')
      await expect.poll(() => rows.count()).toBe(code.length)
      const shown = await rows.evaluateAll((items) =>
        items.map((item) => ({
          code: item.querySelector('code')?.lastElementChild?.textContent,
          note: item.querySelector('p')?.textContent.trim()
        }))
      )
      expect(shown.map((row) => row.code)).toEqual(code)
      expect(shown.filter(({ note }) => note === undefined || note === '')).toEqual([])
    }
    expect(await findBarriers(page)).toEqual([])

    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('navigation', { name: 'Rooms of the lab' }).isVisible()).toBe(false)
    expect(await main(page).getByRole('button', { name: 'Print' }).isVisible()).toBe(false)
    expect(await main(page).getByRole('heading', { name: '5 Evaluate' }).isVisible()).toBe(true)
    expect(complaints).toEqual([])
    await close()
  })

  test('is that of the learner’s own run, with what it printed', { timeout: 300_000 }, async () => {
    const { page, close, complaints } = await openBrowser(await temporaryFolder())
    await downloadDataset(page)
    await setFields(page, { 'Batch size': '8', 'Log every': '25', Epochs: '1', Seed: '7' })
    await goTo(page, 'Lesson')
    await main(page).getByText('The running loss of your own run appears here').waitFor()
    await pressTrain(page)
    await waitUntilFinished(page)
    await seeResult(page)
    await setFields(page, { Seed: '9' })
    await goTo(page, 'Lesson')
    await main(page).getByRole('radio', { name: 'Run #1' }).check({ force: true })
    const log = main(page).locator('pre').first()
    await expect.poll(async () => (await log.textContent())?.split('\n').length).toBe(6)
    expect(await log.textContent()).toMatch(/^\[1, {4}25\] loss: \d\.\d{3}\n[^]*\nFinished Training$/)
    expect(await main(page).locator('pre').last().textContent()).toMatch(/^Accuracy: \d+\.\d%\nplane \d/)
    await main(page).getByText('torch.manual_seed(7)').waitFor()
    await main(page).getByRole('radio', { name: 'Next run' }).check({ force: true })
    await main(page).getByText('torch.manual_seed(9)').waitFor()
    await main(page).getByRole('button', { name: 'Do it in Optimizer' }).click()
    await page.getByRole('complementary', { name: 'Guide' }).waitFor()
    await page.getByLabel('Momentum', { exact: true }).first().focus()
    await page.getByRole('button', { name: 'Read the whole lesson' }).click()
    const line = main(page).locator('li').filter({ hasText: 'momentum=0.9,' })
    await expect.poll(() => isInSight(line)).toBe(true)
    expect(await runBar(page).isVisible()).toBe(true)
    expect(complaints).toEqual([])
    await close()
  })

  test('opens the glossary where a term first appears; the glossary is a page too', async () => {
    const { page, close, complaints } = await openBrowser(await temporaryFolder())
    await goTo(page, 'Lesson')
    const term = main(page).getByRole('button', { name: 'gradients', exact: true })
    await term.click()
    const meaning = glossary.find((entry) => entry.term === 'gradient')?.meaning ?? ''
    await page.getByRole('status').filter({ hasText: meaning }).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByText(meaning).waitFor({ state: 'detached' })
    expect(await term.count()).toBe(1)

    await main(page).getByRole('radio', { name: 'Glossary' }).check({ force: true })
    await expect.poll(() => main(page).locator('dt').count()).toBe(glossary.length)
    await main(page).getByRole('searchbox').fill('uphill')
    await expect.poll(() => main(page).locator('dt').allTextContents()).toEqual(['gradient'])
    expect(await findBarriers(page)).toEqual([])
    await main(page).getByRole('searchbox').fill('nowhere to be found')
    await main(page).getByText('No entry has').waitFor()
    expect(complaints).toEqual([])
    await close()
  })
})

describeBrowser('the guide beside a room', () => {
  test('turns to what a picture shows, and can be made wider', async () => {
    const { page, close, complaints } = await openBrowser(await temporaryFolder())
    await downloadDataset(page)
    const guide = page.getByRole('complementary', { name: 'Guide' })
    await page.getByRole('radio', { name: 'One image' }).check({ force: true })
    await guide.getByRole('heading', { name: 'From bytes to numbers around zero' }).waitFor()
    await page.getByRole('radio', { name: 'Batches' }).check({ force: true })
    await guide.getByRole('heading', { name: 'Each step looks at 4 images' }).waitFor()

    const width = async (): Promise<number> => (await guide.boundingBox())?.width ?? 0
    const usual = await width()
    const handle = guide.getByRole('separator', { name: 'Width of the guide' })
    await handle.press('ArrowLeft')
    await expect.poll(width).toBe(usual + 32)
    await page.waitForTimeout(600) // settings are saved a moment after the last change
    await page.reload()
    await expect.poll(width).toBe(usual + 32)
    await handle.press('Home')
    await expect.poll(width).toBe(usual)
    expect(complaints).toEqual([])
    await close()
  })
})

const main = (page: Page): Locator => page.getByRole('main')

const isInSight = async (element: Locator): Promise<boolean> => {
  const box = await element.boundingBox()
  return box !== null && box.y > 0 && box.y + box.height < (element.page().viewportSize()?.height ?? 0)
}
