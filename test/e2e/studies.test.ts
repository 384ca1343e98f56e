import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { lessonConfig } from '../../src/core/settings/run-config'
import { defineStudy } from '../../src/core/study/define-study'
import { leaveClaim } from '../../src/lab/ownership/leave-claim'
import { StudyStore } from '../../src/lab/studies/study-store'
import { findBarriers } from './find-barriers'
import { findLayoutFaults } from './find-layout-faults'
import { downloadDataset, goTo, runBar, setFields } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeHosts } from './workbench'

const main = (page: Page): Locator => page.getByRole('main')
const notices = (page: Page): Locator => page.getByRole('region', { name: 'Notices' })
const trials = (page: Page): Locator => page.getByRole('region', { name: 'Table of trials' })
const address = (page: Page): string => new URL(page.url()).hash
const field = (page: Page, name: string): Locator => page.getByRole('textbox', { name, exact: true })
const training = 240_000

/** What stands in the control that has the focus. */
const focused = (page: Page): Promise<string | null | undefined> =>
  page.evaluate(() => {
    const { activeElement } = document
    return activeElement instanceof HTMLInputElement ? activeElement.value : activeElement?.textContent
  })

/** Nothing is cut off, at any usual size, and assistive tools find their way. */
async function expectUsable(page: Page, where: string): Promise<void> {
  expect(await findBarriers(page), where).toEqual([])
  for (const width of [683, 1024, 1280]) {
    await page.setViewportSize({ width, height: 700 })
    await expect
      .poll(() => findLayoutFaults(page), { message: `${where}, ${width}`, timeout: 15_000 })
      .toEqual([])
  }
  await page.setViewportSize({ width: 1280, height: 800 })
}

/** From the settings in Train to the page that asks what a study is to find out. */
async function beginStudy(page: Page): Promise<void> {
  await goTo(page, 'Train')
  await main(page).getByRole('button', { name: 'Study these settings…' }).click()
  await page.getByRole('heading', { name: 'New study' }).waitFor()
}

async function start(page: Page, runs: string): Promise<void> {
  await main(page).getByText(runs, { exact: true }).waitFor()
  await main(page).getByRole('button', { name: 'Start the study' }).click()
  await page.getByRole('button', { name: 'Rename the study' }).waitFor()
}

describeHosts('studies', (open) => {
  test('two settings with two seeds: from the question to the answer', { timeout: 600_000 }, async () => {
    const { page, complaints, save, close } = await open(await temporaryFolder())
    await downloadDataset(page)
    await goTo(page, 'Runs')
    await page.getByRole('radio', { name: 'Studies' }).check({ force: true })
    await page.getByRole('heading', { name: 'No studies yet' }).waitFor()
    expect(address(page)).toBe('#/runs?tab=studies')
    await expectUsable(page, 'no studies')

    await setFields(page, { Epochs: '1', 'Training images': '400' })
    await beginStudy(page)
    await main(page).getByText('5 runs', { exact: true }).waitFor()
    await page.getByRole('radio', { name: 'Try at random' }).check({ force: true })
    await page.getByLabel('Successive halving').check()
    await main(page).getByRole('button', { name: 'Hold back 10 %' }).waitFor()
    await expectUsable(page, 'a random search')

    // Who wants to start all the same is led to the first mistake.
    const begin = main(page).getByRole('button', { name: 'Start the study' })
    await begin.press('Enter')
    await expect.poll(() => focused(page)).toBe('Hold back 10 %')
    await page.keyboard.press('Enter')
    await notices(page)
      .getByText(/are held back now, in the settings in Train too/)
      .waitFor()
    await notices(page).getByRole('button', { name: 'Undo' }).click()
    await main(page).getByRole('button', { name: 'Hold back 10 %' }).waitFor()
    await field(page, 'Settings to draw').fill('0')
    await begin.press('Enter')
    await expect.poll(() => focused(page)).toBe('0')

    await page.getByRole('radio', { name: 'Which of these settings is better?' }).check({ force: true })
    await main(page).getByRole('button', { name: 'Try all combinations' }).click()
    expect(await page.getByRole('radio', { name: 'Try all combinations' }).isChecked()).toBe(true)
    await page.getByLabel('Successive halving').uncheck()
    await page.getByLabel('Setting', { exact: true }).selectOption({ label: 'Batch size' })
    await field(page, 'Values').fill('4, 0')
    await main(page)
      .getByText(/batch size/)
      .first()
      .waitFor()
    expect(await field(page, 'Values').getAttribute('aria-invalid')).toBe('true')
    await main(page).getByRole('button', { name: 'Start the study' }).press('Enter')
    await notices(page).getByText('The study cannot start yet.').waitFor()
    await field(page, 'Values').fill('4, 64')
    await field(page, 'Seeds').fill('2')
    await field(page, 'Name').fill('Batch sizes')
    await expectUsable(page, 'a grid')
    await start(page, '4 runs')

    expect(address(page)).toBe('#/runs?tab=studies&study=study-1')
    await main(page).getByRole('heading', { name: 'What it found' }).waitFor({ timeout: training })
    await main(page)
      .getByText(/With batch size 4: [\d.]+\s% on average over two seeds/)
      .waitFor()
    const settings = page.getByRole('region', { name: 'Table of settings' })
    expect(await settings.getByRole('row', { name: /^batch size (4|64) 2 [\d.]+ %/ }).count()).toBe(2)
    const byAccuracy = settings.getByRole('columnheader', { name: 'Accuracy' })
    await byAccuracy.getByRole('button').press('Enter')
    expect(await byAccuracy.getAttribute('aria-sort')).toBe('descending')
    await expectUsable(page, 'a study that has finished')
    await page.getByRole('radio', { name: 'Curves' }).check({ force: true })
    await main(page)
      .getByRole('button', { name: /^training loss by epoch: 4 runs of 2 settings/ })
      .waitFor()
    await page.getByRole('radio', { name: 'Parallel coordinates' }).check({ force: true })
    await main(page)
      .getByRole('button', { name: /^Batch size, .* of 2 settings/ })
      .waitFor()
    await expectUsable(page, 'parallel coordinates')
    const file = await save(async () => {
      await main(page).getByRole('button', { name: 'Export results' }).click()
      await page.getByRole('menuitem', { name: 'CSV' }).click()
    })
    expect(file.name).toBe('study-1.csv')
    expect(file.content.toString().split('\r\n')).toHaveLength(6)

    // With the keyboard from run to run, and into one of them.
    await trials(page).getByRole('button', { name: 'batch size 4', exact: true }).first().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await runBar(page).getByRole('heading', { name: 'batch size 64, seed 1' }).waitFor()

    // The page survives a reload, and the list leads there.
    await page.goBack()
    await trials(page).waitFor()
    await page.reload()
    await trials(page).waitFor()
    await main(page).getByRole('button', { name: 'All studies' }).click()
    await page.getByRole('row', { name: /^1 Batch sizes grid of 2 × 2 seeds Finished 4 \/ 4/ }).waitFor()
    await expectUsable(page, 'the list')
    await main(page).getByRole('button', { name: 'Better, or lucky?' }).click()
    await page.getByRole('heading', { name: 'Better, or lucky?' }).waitFor()
    expect(address(page)).toContain('topic=seeds')
    expect(complaints).toEqual([])
    await close()
  })

  test(
    'a study is paused and resumed, one of its runs is left out, and it is deleted',
    { timeout: 600_000 },
    async () => {
      const { page, complaints, close } = await open(await temporaryFolder())
      await downloadDataset(page)
      await setFields(page, { Epochs: '1000' })
      await beginStudy(page)
      await field(page, 'Seeds').fill('1, 2, 3')
      await field(page, 'Runs at a time').fill('1')
      await start(page, '3 runs')

      // Nothing trains beside it, and the run bar says why.
      await trials(page).getByText('Training', { exact: true }).waitFor({ timeout: training })
      await runBar(page)
        .getByText(/^Study “Study 1” is in training: 0 of 3 runs$/)
        .waitFor()
      await goTo(page, 'Train')
      await runBar(page).getByRole('button', { name: 'Train', exact: true }).press('Enter')
      await notices(page).getByRole('button', { name: 'Show the study' }).click()
      await trials(page).waitFor()

      // A run of it shows what it trains, and leaves the rest to the study.
      await trials(page).getByRole('button', { name: 'these settings', exact: true }).click()
      await runBar(page).getByRole('button', { name: 'Show the study' }).click()

      await main(page).getByRole('button', { name: 'Pause' }).click()
      await main(page).getByRole('button', { name: 'Resume' }).waitFor({ timeout: training })
      await trials(page).getByText('Stopped').waitFor()
      await expectUsable(page, 'a study that is paused')
      await main(page).getByRole('button', { name: 'Stop these settings, seed 3' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Leave it out' }).click()
      await trials(page).getByText('Left out').waitFor()
      await main(page).getByRole('button', { name: 'Resume' }).click()
      await trials(page).getByText('Training', { exact: true }).waitFor({ timeout: training })
      for (const seed of ['1', '2']) {
        await trials(page)
          .getByRole('row', { name: new RegExp(`these settings ${seed} Training`) })
          .waitFor({ timeout: training })
        await main(page)
          .getByRole('button', { name: `Stop these settings, seed ${seed}` })
          .click()
        await page.getByRole('dialog').getByRole('button', { name: 'Stop this run' }).click()
      }
      await main(page).getByText('3 of 3 runs are over (3 left out)').waitFor({ timeout: training })
      await main(page).getByText('Finished', { exact: true }).waitFor({ timeout: training })

      await page.getByRole('button', { name: 'Rename the study' }).press('Enter')
      await page.keyboard.type('Long')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Long' }).waitFor()
      await main(page).getByRole('button', { name: 'Delete…' }).click()
      // The one that was left out never began.
      await page.getByRole('dialog').getByText('Its 2 runs stay.').waitFor()
      expect(await findBarriers(page)).toEqual([])
      await page.getByRole('dialog').getByRole('button', { name: 'Keep it' }).click()
      await main(page).getByRole('button', { name: 'Delete…' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Delete the study' }).click()
      await page.getByRole('heading', { name: 'No studies yet' }).waitFor()
      await page.getByRole('radio', { name: 'Runs' }).check({ force: true })
      await page.getByLabel('Select run 1').check()
      await page.getByLabel('Select run 2').check()

      // Their settings are the question of the next study.
      await page.getByRole('toolbar').getByRole('button', { name: 'Study…' }).click()
      expect(await page.getByRole('radio', { name: 'Which of these settings is better?' }).isChecked()).toBe(
        true
      )
      await main(page).getByText('the same settings as another one above: left out').waitFor()
      await main(page).getByText('Choose at least two settings to compare.').first().waitFor()
      await page.getByLabel('Settings in Train').check()
      await setFields(page, { 'Batch size': '16' })
      await goTo(page, 'Runs')
      await main(page).getByText('6 runs', { exact: true }).waitFor()
      await expectUsable(page, 'settings against one another')
      expect(complaints).toEqual([])
      await close()
    }
  )

  test('one that another computer had is taken over; one that cannot be read says why', async () => {
    const dataFolder = await temporaryFolder()
    const store = new StudyStore(dataFolder)
    const definition = defineStudy({
      variants: [{ ...lessonConfig, epochs: 1, trainImages: 80 }],
      search: { kind: 'none' },
      seeds: [1, 2],
      parallel: 2
    })
    const left = await store.create(definition, Date.now(), 'Left behind')
    const damaged = await store.create(definition, Date.now(), 'Damaged')
    const file = path.join(store.folder(damaged.studyId), 'study.json')
    await writeFile(file, (await readFile(file, 'utf8')).replace('Damaged', 'Changed'))
    const elsewhere = { kernel: 'other', machine: 'other', host: 'lab-7', pid: 12 }
    await leaveClaim(store.folder(left.studyId), elsewhere)

    const { page, complaints, close } = await open(dataFolder)
    await downloadDataset(page)
    await goTo(page, 'Runs')
    await page.getByRole('radio', { name: 'Studies' }).check({ force: true })
    await main(page)
      .getByText(/study\.json is damaged.*Its runs are whole/)
      .waitFor()
    await expectUsable(page, 'studies that cannot go on')
    await main(page).getByRole('button', { name: 'Left behind' }).click()
    await main(page).getByText('Training on lab-7?').waitFor()
    await main(page).getByRole('button', { name: 'Delete…' }).press('Enter')
    await notices(page)
      .getByText(/Pause it there/)
      .waitFor()
    await main(page).getByRole('button', { name: 'Take over…' }).click()
    await page.getByRole('dialog', { name: 'Take over study 1?' }).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('dialog').getByRole('button', { name: 'Take over' }).click()
    await main(page).getByRole('button', { name: 'Resume' }).click()
    await main(page).getByText('Finished', { exact: true }).first().waitFor({ timeout: training })

    await main(page).getByRole('button', { name: 'All studies' }).click()
    await page.getByLabel('Delete study 2').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete the study' }).click()
    await main(page)
      .getByText(/damaged/)
      .waitFor({ state: 'detached' })
    expect(complaints).toEqual([])
    await close()
  })
})
