import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findBarriers } from './find-barriers'
import { findLayoutFaults } from './find-layout-faults'
import { runCommand } from './run-command'
import { actOnRun, downloadDataset, goTo, pressTrain, runBar, setFields, waitUntilFinished } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeHosts } from './workbench'

const table = (page: Page): Locator => page.getByRole('region', { name: 'Table of runs' })
const search = (page: Page): Locator => page.getByLabel('Search the runs')

/** The numbers of the runs that are shown, from the top. */
async function shown(page: Page): Promise<string> {
  const numbers = await table(page)
    .locator('tr[data-run^="run-"]')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-run')?.replace('run-', '')))
  return numbers.join(' ')
}

async function trainSome(page: Page): Promise<void> {
  for (const [i, batchSize] of ['4', '8', '8'].entries()) {
    await setFields(page, { Epochs: '1', 'Training images': '80', 'Batch size': batchSize })
    await pressTrain(page)
    await runBar(page)
      .getByText(`#${i + 1}`)
      .waitFor()
    await waitUntilFinished(page)
  }
}

/** Notes that cannot be read are marked, never overwritten, and no reason not to list the run. */
async function seeDamagedNotes(page: Page, file: string): Promise<void> {
  const whole = await readFile(file, 'utf8')
  const damaged = whole.replace('comparison', 'comparisons')
  await writeFile(file, damaged)
  await page.reload()
  await search(page).fill('')
  await expect.poll(() => shown(page)).toBe('3 2 1')
  await page.getByRole('button', { name: 'Notes of run 1', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(/notes\.json is damaged.*remove it to write new notes\./).waitFor()
  await dialog.getByLabel('Note', { exact: true }).fill('Something else')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page
    .getByRole('region', { name: 'Notices' })
    .getByText(/is damaged/)
    .waitFor()
  expect(await readFile(file, 'utf8')).toBe(damaged)
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await writeFile(file, whole)
  await page.reload()
  await search(page).fill('comparison')
  await expect.poll(() => shown(page)).toBe('1')
}

describeHosts('the table of runs', (open) => {
  test(
    'is searched, sorted, marked and sorted out, and what was noted is kept',
    { timeout: 400_000 },
    async () => {
      const dataFolder = await temporaryFolder()
      const { page, complaints, close } = await open(dataFolder)
      await downloadDataset(page)
      await trainSome(page)
      await goTo(page, 'Runs')
      await expect.poll(() => shown(page)).toBe('3 2 1')

      await page.keyboard.press('/')
      await page.keyboard.type('batch-size:8')
      await expect.poll(() => shown(page)).toBe('3 2')
      await page.getByText('2 of 3 runs').waitFor()
      await search(page).fill('batchsiz:8')
      await page.getByText(/There is no column “batchsiz”. Did you mean batch-size\?/).waitFor()
      await expect.poll(() => shown(page)).toBe('3 2 1')

      // The help, with keys: an example goes into the search.
      const help = page.getByRole('button', { name: 'How to search' })
      await search(page).fill('')
      await search(page).press('Tab')
      await page.keyboard.press('Enter')
      await page
        .getByRole('group', { name: 'How to search' })
        .getByText(/star, number, name, status/)
        .waitFor()
      expect(await findBarriers(page)).toEqual([])
      await page.keyboard.press('Escape')
      await expect.poll(() => help.getAttribute('aria-expanded')).toBe('false')
      await page.keyboard.press('Enter')
      const example = page.getByRole('button', { name: 'wide slow', exact: true })
      await example.waitFor()
      // It gets the focus with the next frame.
      await expect.poll(() => example.evaluate((button) => button === document.activeElement)).toBe(true)
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      expect(await search(page).inputValue()).toBe('tag:wide')
      await page.getByRole('heading', { name: 'No run matches' }).waitFor()
      expect(await findBarriers(page)).toEqual([])
      await page.getByRole('button', { name: 'Clear the search' }).click()

      const byBatchSize = page.getByRole('columnheader', { name: 'Batch size' })
      await byBatchSize.getByRole('button').click()
      expect(await byBatchSize.getAttribute('aria-sort')).toBe('descending')
      await byBatchSize.getByRole('button').click()
      expect(await byBatchSize.getAttribute('aria-sort')).toBe('ascending')
      expect(await shown(page)).toBe('1 3 2')
      await byBatchSize.getByRole('button').click()
      expect(await byBatchSize.getAttribute('aria-sort')).toBeNull()

      await page.getByLabel('Group by').selectOption('Batch size')
      const first = page.getByRole('button', { name: /^Batch size 8 2 runs, mean of 2: / })
      await expect.poll(() => shown(page)).toBe('3 2 1')
      await first.click()
      await expect.poll(() => shown(page)).toBe('1')
      expect(await first.getAttribute('aria-expanded')).toBe('false')
      await page.getByLabel('Select the runs of this group: Batch size 8').check()
      await page.getByText('2 selected').waitFor()
      await page.getByLabel('Select the runs of this group: Batch size 8').uncheck()
      expect(await findBarriers(page)).toEqual([])
      await page.getByLabel('Group by').selectOption('nothing')
      await expect.poll(() => shown(page)).toBe('3 2 1')

      await page.getByRole('button', { name: 'Columns' }).click()
      const columns = page.getByRole('group', { name: 'Columns' })
      await columns.getByLabel('Of the settings, only what differs').check()
      await page.getByRole('columnheader', { name: 'Seed' }).waitFor({ state: 'detached' })
      expect(await findBarriers(page)).toEqual([])
      await page.keyboard.press('Escape')
      expect(await page.getByRole('columnheader', { name: 'Batch size' }).count()).toBe(1)

      await page.getByLabel('Select run 3').focus()
      await page.keyboard.press('Space')
      await page.getByLabel('Select run 1').click({ modifiers: ['Shift'] })
      await page.getByText('3 selected').waitFor()
      await page.getByLabel('Select run 1').click()
      await page.getByText('2 selected').waitFor()
      await page.getByRole('button', { name: 'Tags…' }).click()
      await page.getByLabel('Add tags').fill('wide, slow')
      await page.getByRole('button', { name: 'Save' }).click()
      await page
        .getByRole('region', { name: 'Notices' })
        .getByText(/the column “Tags” now/)
        .waitFor()
      await table(page).getByText('wide').first().waitFor()
      await page.getByRole('button', { name: 'Group…' }).click()
      await page.getByLabel('Group', { exact: true }).fill('first try')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.getByRole('toolbar').getByRole('button', { name: 'Star', exact: true }).click()
      await page.getByRole('button', { name: 'Star run 2', pressed: true }).waitFor()
      await search(page).fill('group:"first try" star:yes tag:slow')
      await expect.poll(() => shown(page)).toBe('3 2')
      await search(page).fill('')

      await actOnRun(page, 1, 'Notes…')
      await page.getByLabel('Note', { exact: true }).fill('The smallest batches,\nfor comparison.')
      expect(await findBarriers(page)).toEqual([])
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('button', { name: 'Notes of run 1', exact: true }).waitFor()

      expect(await findBarriers(page)).toEqual([])
      for (const width of [683, 1024, 1280]) {
        await page.setViewportSize({ width, height: 700 })
        await expect
          .poll(() => findLayoutFaults(page), { message: String(width), timeout: 15_000 })
          .toEqual([])
      }

      await page.getByRole('toolbar').getByRole('button', { name: 'Delete' }).click()
      await page.getByText('2 runs are in the trash.').waitFor()
      await expect.poll(() => shown(page)).toBe('1')
      await page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Undo' }).click()
      await expect.poll(() => shown(page)).toBe('3 2 1')

      await page.reload()
      await expect.poll(() => shown(page)).toBe('3 2 1')
      await search(page).fill('comparison')
      await expect.poll(() => shown(page)).toBe('1')
      await search(page).fill('tag:wide')
      await expect.poll(() => shown(page)).toBe('3 2')
      await page.getByRole('columnheader', { name: 'Tags' }).waitFor()
      await seeDamagedNotes(page, path.join(dataFolder, 'runs', 'run-1', 'notes.json'))
      await search(page).fill('tag:wide')
      await page.getByLabel('Select all runs shown').check()
      await page.getByRole('button', { name: 'Compare' }).click()
      await page.getByRole('heading', { name: 'Comparison' }).waitFor()
      // Chosen again, the room leads back to its list.
      await goTo(page, 'Runs')
      await expect.poll(() => shown(page)).toBe('3 2')
      const { code } = await runCommand(['runs', 'list', '--json'], { dataFolder })
      expect(code).toBe(0)
      expect(complaints).toEqual([])
      await close()
    }
  )
})
