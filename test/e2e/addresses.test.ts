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
      await page.getByRole('status').getByText('There is no page at').first().waitFor()
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

  test('keep the tab, the layer and the guide’s topic', { timeout: 240_000 }, async () => {
    const { page, close, complaints } = await open(await temporaryFolder())
    await downloadDataset(page)
    await goTo(page, 'Data')
    await choose(page, 'Batches')
    await seeRoom(page, 'Data', '#/data?tab=batches')
    await goTo(page, 'Train')
    await choose(page, 'Compiled plan')
    await seeRoom(page, 'Train', '#/train?tab=plan')
    await goTo(page, 'Data')
    await choose(page, 'One image')
    await page.getByLabel('Number of the training image').fill('17')
    await page.keyboard.press('Enter')
    await seeRoom(page, 'Data', '#/data?image=train-17&tab=image')
    await choose(page, 'Every class')
    await seeRoom(page, 'Data', '#/data')
    await goTo(page, 'Network')
    await page
      .getByRole('region', { name: 'The network' })
      .getByRole('button', { name: /^Conv 5×5 16 filters/ })
      .click()
    await choose(page, 'Edit')
    await seeRoom(page, 'Network', '#/network?image=test-1&layer=4&tab=edit')
    await goTo(page, 'Runs')
    await page.getByRole('button', { name: 'Trash' }).click()
    await seeRoom(page, 'Runs', '#/runs?tab=trash')

    await travel(page, 'back')
    await seeRoom(page, 'Network', '#/network?image=test-1&layer=4&tab=edit')
    await page.reload()
    await expectChosen(page, 'Edit')
    await page.getByRole('region', { name: 'conv2, convolution' }).waitFor()
    await travel(page, 'back')
    await expectChosen(page, 'Every class')
    await travel(page, 'back')
    await expectChosen(page, 'Compiled plan')
    await travel(page, 'back')
    await expectChosen(page, 'Batches')
    for (let step = 0; step < 4; step++) await travel(page, 'forward')
    await seeRoom(page, 'Runs', '#/runs?tab=trash')
    await page.getByText('The trash is empty').waitFor()

    await goTo(page, 'Train')
    await page.getByLabel('Learning rate', { exact: true }).focus()
    await expect.poll(() => page.url(), { timeout: 15_000 }).toMatch(/topic=learningRate$/)
    const topic = page.getByRole('region', { name: 'Explanation' }).getByRole('heading').first()
    const told = await topic.innerText()
    await page.reload()
    await topic.filter({ hasText: told }).waitFor()

    await chooseInGuide(page, /^Try it/)
    await seeRoom(page, 'Train', '#/train?tab=plan&guide=exercises')
    await goTo(page, 'Optimizer')
    await chooseInGuide(page, 'Explained')
    await seeRoom(page, 'Optimizer', '#/optimizer')
    await travel(page, 'back')
    await seeRoom(page, 'Train', '#/train?tab=plan&guide=exercises')
    await page.getByRole('region', { name: 'Exercises' }).waitFor()
    await page.reload()
    await page.getByRole('region', { name: 'Exercises' }).waitFor()
    await travel(page, 'forward')
    await page.getByRole('region', { name: 'Explanation' }).waitFor()

    // What is not there leads to the usual.
    for (const [asked, usual] of [
      ['#/train?tab=attic&topic=attic', '#/train'],
      ['#/optimizer?tab=batches', '#/optimizer'],
      ['#/network?layer=900&tab=loss&topic=layer:none', '#/network?image=test-1&layer=12&tab=loss']
    ] as const) {
      await page.evaluate((fragment) => {
        location.hash = fragment
      }, asked)
      await expect
        .poll(() => new URL(page.url()).hash.replace(/[?&]topic=[^&]*$/, ''), { timeout: 15_000 })
        .toBe(usual)
    }
    await page.getByRole('region', { name: /^fc3/ }).waitFor()
    expect(complaints).toEqual([])
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
    await seeRoom(page, 'Network', `#/network/run-1?image=test-${row}&layer=12`)
    expect(await page.getByLabel('Number of the image').inputValue()).toBe(row)
    // The last layer's scores, and that they are of the run's own weights.
    await page.getByRole('columnheader', { name: 'Probability' }).waitFor()
    expect(await page.getByRole('radio', { name: 'Run #1' }).isChecked()).toBe(true)

    await page.reload()
    await seeRoom(page, 'Network', `#/network/run-1?image=test-${row}&layer=12`)
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
  // A pointer that rests on something gives the guide a topic.
  const place = (): string => new URL(page.url()).hash.replace(/topic=[^&]*&?/, '').replace(/[?&]$/, '')
  await expect.poll(place, { timeout: 15_000 }).toBe(fragment)
}

async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole('main').getByRole('radio', { name, exact: true }).check()
}

async function chooseInGuide(page: Page, name: string | RegExp): Promise<void> {
  // The radio lies behind its words.
  await page.getByRole('complementary', { name: 'Guide' }).getByRole('radio', { name }).check({ force: true })
}

async function expectChosen(page: Page, name: string): Promise<void> {
  const choice = page.getByRole('main').getByRole('radio', { name, exact: true })
  await expect.poll(() => choice.isChecked(), { timeout: 60_000 }).toBe(true)
}
