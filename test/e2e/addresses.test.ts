import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { downloadDataset, goTo, pressTrain, runBar, seeResult, setFields, waitUntilFinished } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeHosts } from './workbench'

describeHosts('addresses', (open) => {
  test('Back and Forward go through the rooms, and a reload stays', { timeout: 240_000 }, async () => {
    const { page, close, complaints } = await open(await temporaryFolder())
    await goTo(page, 'Data')
    await seeRoom(page, 'Data', '#/data')
    await page.keyboard.press('2')
    await seeRoom(page, 'Network', '#/network')
    await goTo(page, 'Devices')
    await seeRoom(page, 'Devices', '#/devices')
    expect(await page.title()).toBe('Devices · Tenfold')

    await travel(page, 'back')
    await seeRoom(page, 'Network', '#/network')
    await travel(page, 'back')
    await seeRoom(page, 'Data', '#/data')
    await travel(page, 'forward')
    await seeRoom(page, 'Network', '#/network')
    await page.reload()
    await seeRoom(page, 'Network', '#/network')
    await travel(page, 'back')
    await seeRoom(page, 'Data', '#/data')
    expect(new URL(page.url()).search).toBe('')
    // The line to the lab is still there.
    await downloadDataset(page)
    expect(complaints).toEqual([])
    await close()
  })

  test('an address that leads nowhere leads to the usual room', { timeout: 240_000 }, async () => {
    const { page, close } = await open(await temporaryFolder())
    await goTo(page, 'Optimizer')
    await seeRoom(page, 'Optimizer', '#/optimizer')
    for (const nowhere of ['#/attic', '#/train/run-1/../../x', '#<img src=x>']) {
      await page.evaluate((fragment) => {
        location.hash = fragment
      }, nowhere)
      await page.getByRole('status').getByText('There is nothing at').first().waitFor()
      await seeRoom(page, 'Optimizer', '#/optimizer')
      await page.getByRole('button', { name: 'Dismiss' }).first().click()
    }
    await page.evaluate(() => {
      history.replaceState(null, '', '#/evaluate/run-77')
    })
    await page.reload()
    await page.getByText('There is no run “run-77” here.').waitFor()
    await seeRoom(page, 'Evaluate', '#/evaluate')
    await close()
  })

  test('name the run, and the image behind a mistake', { timeout: 240_000 }, async () => {
    const { page, close, complaints } = await open(await temporaryFolder())
    await downloadDataset(page)
    await setFields(page, { Epochs: '1', 'Log every': '50' })
    await trainOnce(page)
    await trainOnce(page)
    await goTo(page, 'Runs')
    await page.getByRole('button', { name: 'Run 1', exact: true }).click()
    await seeRoom(page, 'Evaluate', '#/evaluate/run-1')
    await goTo(page, 'Runs')
    await page.getByRole('button', { name: 'Run 2', exact: true }).click()
    await seeRoom(page, 'Evaluate', '#/evaluate/run-2')
    await travel(page, 'back')
    await travel(page, 'back')
    await seeRoom(page, 'Evaluate', '#/evaluate/run-1')
    await runBar(page).getByText('#1').waitFor()

    await seeResult(page)
    const mistakes = page.getByRole('region', { name: 'Images' }).getByRole('button')
    await mistakes.first().waitFor()
    const told = await mistakes.nth(1).getByRole('img').getAttribute('aria-label')
    const row = /test image (\d+)/.exec(told ?? '')?.[1] ?? 'none'
    await mistakes.first().focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await seeRoom(page, 'Network', `#/network/run-1?image=test-${row}`)
    expect(await page.getByLabel('Number of the image').inputValue()).toBe(row)
    // The last layer's scores, and that they are of the run's own weights.
    await page.getByRole('columnheader', { name: 'Probability' }).waitFor()
    expect(await page.getByRole('radio', { name: 'Run #1' }).isChecked()).toBe(true)

    await page.reload()
    await seeRoom(page, 'Network', `#/network/run-1?image=test-${row}`)
    await travel(page, 'back')
    await seeRoom(page, 'Evaluate', '#/evaluate/run-1')
    expect(complaints).toEqual([])
    await close()
  })
})

async function trainOnce(page: Page): Promise<void> {
  await goTo(page, 'Train')
  await pressTrain(page)
  await runBar(page)
    .getByText(/^Training|^Starting/)
    .waitFor()
  await waitUntilFinished(page)
}

async function travel(page: Page, direction: 'back' | 'forward'): Promise<void> {
  await page.evaluate((where) => {
    history[where]()
  }, direction)
}

async function seeRoom(page: Page, title: string, fragment: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Rooms of the lab' })
    .locator('[aria-current=page]')
    .filter({ hasText: title })
    .waitFor()
  await expect.poll(() => new URL(page.url()).hash, { timeout: 15_000 }).toBe(fragment)
}
