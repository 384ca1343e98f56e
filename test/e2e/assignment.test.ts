import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findBarriers } from './find-barriers'
import { openBrowser } from './open-browser'
import { downloadDataset, goTo, pressTrain, runBar, setFields, showForm, waitUntilFinished } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeBrowser, describeHosts } from './workbench'

const title = 'How large a batch?'

describeHosts('an assignment', (open) => {
  test('goes from one workbench to another as a file', async () => {
    const teacher = await open(await temporaryFolder())
    await prepareAssignment(teacher.page)
    expect(await findBarriers(teacher.page)).toEqual([])
    const link = await teacher.page.getByLabel('Link', { exact: true }).inputValue()
    expect(link).toMatch(/^(http:\/\/127\.0\.0\.1:\d+|tenfold:\/\/workbench)\/#assignment=[\w-]+$/)
    const file = await teacher.save(() => teacher.page.getByRole('button', { name: 'Save file' }).click())
    expect(file.name).toBe('how-large-a-batch.tenfold-assignment.json')
    expect(teacher.complaints).toEqual([])
    await teacher.close()

    const learner = await open(await temporaryFolder())
    const { page } = learner
    await downloadDataset(page)
    await page.getByRole('button', { name: 'Open an assignment' }).click()
    await page.getByLabel('Assignment file').setInputFiles({
      name: file.name,
      mimeType: 'application/json',
      buffer: file.content
    })
    const question = page.getByRole('dialog', { name: 'Open this assignment?' })
    await question.getByRole('row', { name: 'batch size 4 8' }).waitFor()
    await question.getByRole('row', { name: 'seed 1 7' }).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await question.getByRole('button', { name: 'Keep mine' }).click()
    await goTo(page, 'Train')
    expect(await page.getByLabel('Batch size').inputValue()).toBe('4')

    await openByFile(page, file)
    await banner(page).getByText('4 controls hidden by your teacher').waitFor()
    expect(await findBarriers(page)).toEqual([])
    expect(await page.getByLabel('Batch size').inputValue()).toBe('8')
    await page.getByText('Validation, engine, log').click()
    await page.getByLabel('Log every').waitFor()
    for (const hidden of ['Seed', 'Engine', 'Threads']) {
      expect(await page.getByLabel(hidden, { exact: true }).count(), hidden).toBe(0)
    }
    await goTo(page, 'Network')
    await page.getByText('parameters', { exact: false }).first().waitFor()
    expect(await page.getByRole('button', { name: 'Presets' }).count()).toBe(0)
    expect(await page.getByRole('radio', { name: 'Edit' }).count()).toBe(0)

    await pressTrain(page)
    await waitUntilFinished(page)
    expect(await runBar(page).getByText('seed 7').count()).toBe(0)

    await page.reload()
    await banner(page).getByText(title).waitFor()
    await banner(page).getByRole('button', { name: 'Show all controls' }).click()
    await runBar(page).getByText('seed 7').waitFor()
    await showForm(page)
    expect(await page.getByLabel('Seed').inputValue()).toBe('7')
    await banner(page).getByRole('button', { name: 'Leave the assignment' }).click()
    await banner(page).waitFor({ state: 'detached' })
    expect(await page.getByLabel('Batch size').inputValue()).toBe('8')
    expect(learner.complaints).toEqual([])
    await learner.close()
  })
})

describeBrowser('an assignment', () => {
  test(
    'opens by its link, and can be undone; what is broken disturbs nothing',
    { timeout: 120_000 },
    async () => {
      const teacher = await openBrowser(await temporaryFolder())
      await prepareAssignment(teacher.page)
      const link = await teacher.page.getByLabel('Link', { exact: true }).inputValue()
      await teacher.close()
      const fragment = new URL(link).hash

      const { page, complaints, close } = await openBrowser(await temporaryFolder())
      await downloadDataset(page)
      const origin = new URL(page.url()).origin
      // The page is opened with the link.
      await page.goto('about:blank')
      await page.goto(`${origin}/${fragment}`)
      await page.getByRole('button', { name: 'Open the assignment' }).click()
      await banner(page).getByText(title).waitFor()
      // A pointer that rests on something gives the guide a topic.
      expect(page.url().replace(/\?topic=\w+$/, '')).toBe(`${origin}/#/train`)
      await page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Undo' }).click()
      await banner(page).waitFor({ state: 'detached' })
      await goTo(page, 'Train')
      expect(await page.getByLabel('Batch size').inputValue()).toBe('4')

      // The link comes to a page that is open already.
      await page.goto(`${origin}/#assignment=${fragment.slice(12, 40)}`)
      await page
        .getByText('This link to an assignment is damaged.')
        .or(page.getByText('This assignment is damaged'))
        .or(page.getByText('This is not an assignment'))
        .waitFor()
      expect(await page.getByLabel('Batch size').inputValue()).toBe('4')

      await page.getByRole('button', { name: 'Open an assignment' }).click()
      const dialog = page.getByRole('dialog', { name: 'Open an assignment' })
      await dialog.getByLabel('Assignment file').setInputFiles({
        name: 'other.json',
        mimeType: 'application/json',
        buffer: Buffer.from('{"modelTopology":{}}')
      })
      await dialog.getByText('other.json is not an assignment.').waitFor()
      await dialog.getByLabel('Link').fill(link)
      await dialog.getByRole('button', { name: 'Open the link' }).click()
      await page.getByRole('button', { name: 'Keep mine' }).click()
      expect(await banner(page).count()).toBe(0)
      expect(complaints).toEqual([])
      await close()
    }
  )
})

const banner = (page: Page): ReturnType<Page['getByRole']> =>
  page.getByRole('region', { name: 'Assignment', exact: true })

/** Sets what the assignment is to hold, and opens the dialog with it. */
async function prepareAssignment(page: Page): Promise<void> {
  await setFields(page, { 'Batch size': '8', Epochs: '1', Seed: '7', 'Log every': '50' })
  await page.getByRole('button', { name: 'Share as an assignment' }).click()
  const dialog = page.getByRole('dialog', { name: 'Share as an assignment' })
  await dialog.getByLabel('Title').fill(title)
  for (const hidden of ['Seed', 'Engine', 'Threads', 'Editing the network']) {
    await dialog.getByLabel(hidden, { exact: true }).check()
  }
}

/** As if it was chosen among checkpoints, or dropped on the window. */
async function openByFile(
  page: Page,
  file: { readonly name: string; readonly content: Buffer }
): Promise<void> {
  await page
    .getByLabel('Checkpoint files')
    .setInputFiles({ name: file.name, mimeType: 'application/json', buffer: file.content })
  await page.getByRole('button', { name: 'Open the assignment' }).click()
}
