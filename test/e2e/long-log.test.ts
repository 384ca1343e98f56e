import { expect, test } from 'vitest'
import { downloadDataset, pressTrain, setFields, waitUntilFinished } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeBrowser } from './workbench'
import { openBrowser } from './open-browser'

describeBrowser('a log of more lines than can be drawn at once', () => {
  test('is read from its first line to its last, beside the curve and as a table', async () => {
    const { page, close, complaints } = await openBrowser(await temporaryFolder())
    await downloadDataset(page)
    await setFields(page, { 'Batch size': '1', Epochs: '2', 'Log every': '1' })
    await pressTrain(page)
    await waitUntilFinished(page)

    const log = page.getByRole('log', { name: 'Training log' })
    await log.getByText('Finished Training').waitFor()
    const last = /^\[2, {2}1000\] loss/
    await log.getByText(last).waitFor()
    expect(await log.getByText(/loss:/).count()).toBeLessThan(200)
    await log.evaluate((box) => box.scrollTo({ top: 0 }))
    await log.getByText(/^\[1, {5}1\] loss/).waitFor()
    await log.getByText(last).waitFor({ state: 'detached' })

    await page.getByRole('button', { name: 'Table of the loss curve' }).click()
    const table = page.getByRole('region', { name: 'Loss table' })
    await table.getByRole('row', { name: /^1 1 1 / }).waitFor()
    expect(await table.getByRole('row').count()).toBeLessThan(200)
    await table.evaluate((box) => box.scrollTo({ top: box.scrollHeight }))
    await table.getByRole('row', { name: /^2 1,000 2,000 / }).waitFor()
    const rows = await table.getByRole('table').getAttribute('aria-rowcount')
    expect(rows).toBe('2001')
    expect(complaints).toEqual([])
    await close()
  })
})
