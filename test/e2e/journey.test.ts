import { expect, test } from 'vitest'
import { descendants, survivors } from './processes'
import {
  downloadDataset,
  exportReport,
  loadCheckpoint,
  pressTrain,
  runBar,
  seeResult,
  setFields,
  showForm,
  waitUntilFinished
} from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeHosts } from './workbench'

describeHosts('a first training', (open) => {
  test('download, train, evaluate, save, restart, load, evaluate again, export', async () => {
    const dataFolder = await temporaryFolder()
    const first = await open(dataFolder)
    const { page } = first
    await downloadDataset(page)
    await page.getByRole('main').getByRole('img').first().waitFor()

    await setFields(page, { 'Learning rate': '0.01', 'Batch size': '4', Epochs: '2', 'Log every': '100' })
    await pressTrain(page)
    await waitUntilFinished(page)
    const log = (await page.getByRole('log', { name: 'Training log' }).innerText()).trim().split('\n')
    expect(log).toHaveLength(5)
    expect(log[0]).toMatch(/^\[1, {3}100\] loss: \d\.\d{3}$/)
    expect(log[3]).toMatch(/^\[2, {3}200\] loss: \d\.\d{3}$/)
    expect(log[4]).toBe('Finished Training')
    await page.getByRole('img', { name: /^Running loss after 500 steps: \d\.\d\d/ }).waitFor()

    await seeResult(page)
    const matrix = await readMatrix(page)
    expect(matrix.flat().reduce((sum, count) => sum + count, 0)).toBe(200)
    const accuracy = await page
      .getByText(/^\d+\.\d %$/)
      .first()
      .innerText()
    // The classes of the small data set are told apart by colour: chance is 10 %.
    expect(Number.parseFloat(accuracy)).toBeGreaterThan(40)

    const checkpoint = await first.save(() =>
      page.getByRole('main').getByRole('button', { name: 'Save checkpoint' }).click()
    )
    expect(checkpoint.name).toMatch(/\.tenfold\.json$/)
    expect(first.complaints).toEqual([])
    const started = descendants(first.pid)
    await first.close()
    expect(survivors(started)).toEqual([])

    const second = await open(dataFolder)
    // The run that was on screen is there again, with its result, and so is the form.
    await seeResult(second.page)
    expect(await readMatrix(second.page)).toEqual(matrix)
    await showForm(second.page)
    expect(await second.page.getByLabel('Learning rate', { exact: true }).inputValue()).toBe('0.01')

    await loadCheckpoint(second.page, checkpoint)
    await runBar(second.page).getByText(`Loaded from ${checkpoint.name}`).waitFor()
    await runBar(second.page).getByRole('button', { name: 'Evaluate' }).click()
    await seeResult(second.page)
    expect(await readMatrix(second.page)).toEqual(matrix)

    const html = await second.save(() => exportReport(second.page, 'HTML'))
    expect(html.content.toString()).toContain(accuracy)
    const json: unknown = JSON.parse(
      (await second.save(() => exportReport(second.page, 'JSON'))).content.toString()
    )
    expect(json).toMatchObject({ evaluation: { confusion: { counts: matrix } } })
    const csv = await second.save(() => exportReport(second.page, 'CSV'))
    expect(csv.content.toString()).toContain('plane')
    if (second.host === 'desktop') {
      const pdf = await second.save(() => exportReport(second.page, 'PDF'))
      expect(pdf.content.subarray(0, 5).toString()).toBe('%PDF-')
    }
    expect(second.complaints).toEqual([])
    await second.close()
  })
})

/** The confusion matrix as its table shows it. */
async function readMatrix(page: Parameters<typeof showForm>[0]): Promise<number[][]> {
  const toggle = page.getByRole('button', { name: 'Table of the confusion matrix' })
  await toggle.click()
  const rows = page.getByRole('region', { name: 'Confusion matrix as a table' }).locator('tbody tr')
  const matrix = await rows.evaluateAll((all) =>
    all.map((row) => [...row.querySelectorAll('td')].map((cell) => Number(cell.textContent.replace(',', ''))))
  )
  await toggle.click()
  return matrix
}
