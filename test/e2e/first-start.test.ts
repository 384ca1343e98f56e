import path from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { expect, onTestFinished, test, vi } from 'vitest'
import { makeSmallCifar, writeManifest } from '../small-cifar/make-small-cifar'
import { serveFolder } from '../small-cifar/serve-folder'
import { findBarriers } from './find-barriers'
import { openBrowser } from './open-browser'
import { goTo, runBar, waitUntilFinished } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeBrowser, describeHosts } from './workbench'

const settingsAreSaved = 600

describeHosts('the first start', (open) => {
  test('one press gets the data and trains the lesson’s run', { timeout: 300_000 }, async () => {
    const { page, close, complaints } = await open(await temporaryFolder())
    await welcome(page).waitFor()
    expect(await page.title()).toContain('Data')
    // Line 1, which is explained.
    const lines = guide(page).getByRole('list', { name: 'Code, PyTorch' }).getByRole('button')
    await vi.waitFor(async () => expect(await lines.first().getAttribute('aria-current')).toBe('true'), {
      timeout: 60_000
    })
    await rail(page, 'Data 0 of 3 exercises done').waitFor()
    await runBar(page).getByText('the lesson’s settings').waitFor()

    await page.getByRole('button', { name: 'Just train it' }).click()
    await waitUntilFinished(page, 120_000)
    expect(await page.title()).toContain('Train')
    await runBar(page).getByText('#1').waitFor()
    for (const [room, all] of [
      ['Data', 3],
      ['Train', 3],
      ['Evaluate', 4]
    ] as const) {
      await rail(page, `${room} 1 of ${all} exercises done`).waitFor()
      await guide(page)
        .getByRole('button', { name: `${room}: 1 of ${all} exercises done` })
        .waitFor()
    }
    await rail(page, 'Network 0 of 2 exercises done').waitFor()

    await page
      .getByRole('region', { name: 'Notices' })
      .getByRole('button', { name: 'See its mistakes' })
      .click()
    await page.getByRole('grid', { name: /^Confusion matrix/ }).waitFor()
    expect(await page.title()).toContain('Evaluate')

    await goTo(page, 'Data')
    await page.getByText('Training images').waitFor()
    expect(await welcome(page).count()).toBe(0)
    expect(complaints).toEqual([])
    await close()
  })
})

describeBrowser('the first start in a browser', () => {
  test('the welcome stays away once it is closed, and comes when it is asked for', async () => {
    const { page, close, complaints } = await openBrowser(await temporaryFolder())
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await welcome(page).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Close the welcome' }).click()
    await welcome(page).waitFor({ state: 'detached' })
    await page.waitForTimeout(settingsAreSaved)
    await page.reload()
    await page.getByRole('main').getByRole('button', { name: 'Download' }).waitFor()
    expect(await welcome(page).count()).toBe(0)

    await goTo(page, 'Network')
    await page.getByRole('button', { name: 'Welcome', exact: true }).click()
    await welcome(page).getByRole('button', { name: 'Get the data' }).click()
    await page.getByText('Training images').waitFor()
    await rail(page, 'Data 1 of 3 exercises done').waitFor()
    // With the data here it just trains.
    await welcome(page).getByRole('button', { name: 'Just train it' }).click()
    await waitUntilFinished(page)
    expect(complaints).toEqual([])
    await close()
  })

  test('a cancelled download says what is kept, and the next one continues', async () => {
    const folder = await temporaryFolder()
    const small = await makeSmallCifar(folder, { perFile: 200 })
    const server = await serveFolder(small.archiveFolder, () => ({ bytesPerSecond: 200_000 }))
    onTestFinished(() => server.close())
    const manifestFile = path.join(folder, 'manifest.json')
    await writeManifest(manifestFile, small, server.url)
    const { page, close, complaints } = await openBrowser(await temporaryFolder(), { manifestFile })
    const train = welcome(page).getByRole('button', { name: 'Just train it' })
    await train.click()
    await welcome(page).getByText('Training starts automatically').waitFor()
    await page.getByText(/^[1-9]\d{2} kB of /).waitFor()
    await runBar(page)
      .getByText(/^Getting the data, \d+ %$/)
      .waitFor()
    await welcome(page).getByRole('button', { name: 'Cancel' }).click()
    await page
      .getByRole('region', { name: 'Notices' })
      .getByText(/^The download was cancelled. The \d+ kB from the .+ are kept/)
      .waitFor()
    await train.waitFor()
    expect(await reasonOf(page)).toBe('Get the data first')

    server.fault = () => ({})
    await train.click()
    await waitUntilFinished(page)
    expect(server.requests.at(-1)?.range).toMatch(/^bytes=[1-9]\d*-$/)
    expect(complaints).toEqual([])
    await close()
  })

  test('every way to the data begins the download', { timeout: 300_000 }, async () => {
    for (const room of ['Runs', 'Lesson', 'run bar', 'guide'] as const) {
      const { page, close } = await openBrowser(await temporaryFolder())
      await welcome(page).waitFor()
      if (room === 'guide') {
        await guide(page).getByRole('radio', { name: 'Try it, 0 of 3 done' }).check({ force: true })
        await guide(page).getByRole('button', { name: 'Get the data', exact: true }).click()
      } else if (room === 'run bar') {
        await goTo(page, 'Train')
        await runBar(page).getByRole('button', { name: 'Get the data' }).click()
      } else {
        await goTo(page, room)
        if (room === 'Lesson') await seeSummary(page)
        await page.getByRole('main').getByRole('button', { name: 'Get the data' }).click()
      }
      await page.getByText('Training images').waitFor()
      expect(await page.title(), room).toContain('Data')
      await close()
    }
  })

  test('a training that cannot start says why in words', async () => {
    const { page, close, complaints } = await openBrowser(await temporaryFolder())
    await welcome(page).waitFor()
    expect(await reasonOf(page)).toBe('Get the data first')
    await welcome(page).getByRole('button', { name: 'Get the data' }).click()
    await page.getByText('Training images').waitFor()
    await page.getByLabel('Batch size', { exact: true }).fill('8')
    await runBar(page).getByText('your batch size').waitFor()

    await goTo(page, 'Network')
    await page.getByRole('button', { name: /^Conv 5×5 16 filters/ }).click()
    await page.getByRole('radio', { name: 'Edit' }).check({ force: true })
    await page.getByLabel('Filter height', { exact: true }).fill('15')
    await vi.waitFor(async () => expect(await reasonOf(page)).toContain('conv2'), { timeout: 60_000 })
    await goTo(page, 'Evaluate')
    await runBar(page).getByRole('button', { name: /conv2/ }).click()
    expect(await page.title()).toContain('Network')
    expect(complaints).toEqual([])
    await close()
  })

  test('the summary says what there is and what is open, and prints', { timeout: 300_000 }, async () => {
    const { page, close, complaints } = await openBrowser(await temporaryFolder())
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await welcome(page).waitFor()
    await page.keyboard.press('0')
    await seeSummary(page)
    await page.getByText('You have not trained a network yet').waitFor()
    await page.getByText('0 of 14 exercises are done').waitFor()
    expect(await page.getByRole('complementary', { name: 'Guide' }).count()).toBe(0)
    expect(await findBarriers(page)).toEqual([])

    await goTo(page, 'Data')
    await page.getByRole('button', { name: 'Just train it' }).click()
    await waitUntilFinished(page)
    await goTo(page, 'Lesson')
    await seeSummary(page)
    await page.getByText('3 of 14 exercises are done').waitFor()
    await page.getByRole('grid', { name: /^Confusion matrix/ }).waitFor()
    await page.getByText(/^Accuracy, [\d,]+ images$/).waitFor()
    expect(await findBarriers(page)).toEqual([])

    await page.getByTitle('Dark theme').click()
    await page.emulateMedia({ media: 'print' })
    await page.locator('html[data-theme=light]').waitFor()
    for (const part of ['navigation', 'banner'] as const) {
      expect(await page.getByRole(part).first().isVisible(), part).toBe(false)
    }
    await page.getByText('My own next step:').waitFor()
    const pages = (await page.pdf({ preferCSSPageSize: true })).toString('latin1').match(/\/Type \/Page\b/g)
    expect(pages?.length).toBeLessThanOrEqual(2)
    await page.emulateMedia({ media: 'screen' })
    await page.locator('html[data-theme=dark]').waitFor()

    await page.getByRole('link', { name: 'More filters' }).click()
    await guide(page).getByRole('button', { name: 'More filters' }).waitFor()
    expect(await page.title()).toContain('Network')
    expect(complaints).toEqual([])
    await close()
  })
})

const welcome = (page: Page): Locator => page.getByRole('region', { name: 'Welcome to Tenfold' })
const guide = (page: Page): Locator => page.getByRole('complementary', { name: 'Guide' })
const rail = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: 'Rooms of the lab' }).getByRole('link', { name })

async function seeSummary(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Your summary' }).check({ force: true })
}

/** What a screen reader says of the Train button that cannot be pressed, which everybody can read too. */
async function reasonOf(page: Page): Promise<string> {
  const id = await runBar(page)
    .getByRole('button', { name: /^Train/, disabled: true })
    .getAttribute('aria-describedby')
  const reason = runBar(page).locator(`[id="${id ?? ''}"]`)
  expect(await reason.isVisible()).toBe(true)
  return (await reason.innerText()).trim()
}
