import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openBrowser } from './open-browser'
import { downloadDataset, goTo, pressTrain, runBar, setFields, waitForLog, waitUntilFinished } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeBrowser } from './workbench'

/** A training that goes on until somebody ends it. */
const endless = { Epochs: '1000', 'Log every': '50', 'Checkpoint every': '50' }

describeBrowser('the figures of a training', () => {
  test('add up, and advice goes by them', async () => {
    const { page, close, complaints } = await openBrowser(await temporaryFolder())
    await downloadDataset(page)
    await setFields(page, endless)
    await pressTrain(page)
    const card = page.getByRole('region', { name: 'Where the time goes' })
    await card.getByText('worker 2').waitFor()
    await card.getByText(/more workers would hardly help|add workers/).waitFor()
    // Until the engine has timed a step in pieces there are dashes.
    await card.getByText(/forward\s*[<\d]/).waitFor()
    await runBar(page).getByRole('button', { name: 'Pause' }).click()
    await runBar(page).getByText('Paused').waitFor()

    const [shares, parts] = await figures(card)
    expect(tenths(shares, ['compute', 'waiting', 'other'])).toBe(1000)
    const step = Number(parts?.['one step, in ms'])
    const sum = ['data', 'forward', 'backward', 'update', 'other'].reduce(
      // A part below a thousandth is told as such, and counts for nothing in the sum of what is shown.
      (total, name) => total + Number(parts?.[name]?.replace(/^< .*/, '0')),
      0
    )
    expect(sum).toBeCloseTo(step, 6)
    const speed = Number(
      /([\d.]+)\s+steps\/s/.exec((await runBar(page).innerText()).replaceAll(',', ''))?.[1]
    )
    expect((1000 / step / speed).toFixed(1)).toBe('1.0')
    const waiting = Number.parseFloat(shares?.['waiting'] ?? '')
    expect(await card.innerText()).toContain(waiting < 10 ? 'hardly help' : 'add workers')
    expect(complaints).toEqual([])
    await close()
  })

  test('tell the same step wherever a run diverged, with the remedy in sight', async () => {
    const { page, close, complaints } = await openBrowser(await temporaryFolder())
    await downloadDataset(page)
    await setFields(page, { 'Learning rate': '10', Epochs: '2' })
    await pressTrain(page)
    await runBar(page).getByText('Failed').waitFor()
    const loss = page.getByRole('region', { name: 'Running loss' })
    const explained = page.locator('p').filter({ hasText: 'the training diverged' })
    for (const tab of ['Step by step', 'Over-fitting', 'Compiled plan', 'The whole run']) {
      await page.getByRole('radio', { name: tab }).click()
      expect([tab, await explained.count()]).toEqual([tab, 1])
    }
    const told = await explained.innerText()
    const step = /at step ([\d,]+)/.exec(told)?.[1] ?? 'none'
    expect(await runBar(page).innerText()).toContain(`${step} / `)
    expect(told).toContain('No checkpoint was saved before that.')
    expect(await loss.getByText('Press Train').count()).toBe(0)
    await page.getByRole('button', { name: 'Train with a learning rate of 0.001' }).click()
    await runBar(page).getByText('Run 2').waitFor()
    expect(await page.getByLabel('Learning rate', { exact: true }).inputValue()).toBe('0.001')
    expect(complaints).toEqual([])
    await close()
  })

  test('of a run shorter than the log’s interval are told as those of few steps', async () => {
    const { page, close } = await openBrowser(await temporaryFolder())
    await downloadDataset(page)
    await setFields(page, { Epochs: '1', 'Training images': '80' })
    await pressTrain(page)
    await waitUntilFinished(page)
    await page.getByText(/an epoch has only 20 batches.* The mean loss of epoch 1 is \d\.\d{3}\./).waitFor()
    await goTo(page, 'Runs')
    await page.getByText(/mean of 20 steps only/).waitFor()
    await close()
  })

  test('a training stops by button and by key without a question, and goes on', async () => {
    const { page, close, complaints } = await openBrowser(await temporaryFolder())
    await downloadDataset(page)
    await setFields(page, endless)
    await pressTrain(page)
    const stops = [
      () => runBar(page).getByRole('button', { name: 'Stop' }).click(),
      () => page.getByRole('heading', { name: 'Log' }).press('s')
    ]
    for (const stop of stops) {
      await waitForLog(page, 1)
      await runBar(page)
        .getByText(/^Training · epoch/)
        .waitFor()
      // Other programs close something with it; it does not end hours of training.
      await page.keyboard.press('Escape')
      await stop()
      await runBar(page).getByText('Stopped').waitFor()
      const notice = page.getByRole('status').filter({ hasText: 'was stopped after step' })
      await notice.getByRole('button', { name: 'Resume' }).click()
    }
    await runBar(page)
      .getByText(/^Training · epoch/)
      .waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  test('an error is an alert, and leaves with what it speaks of', async () => {
    const { page, close } = await openBrowser(await temporaryFolder())
    await goTo(page, 'Runs')
    const alert = page.getByRole('alert')
    const breakIt = (): Promise<void> =>
      page.getByLabel('Checkpoint files').setInputFiles({
        name: 'broken.tenfold.json',
        mimeType: 'application/json',
        buffer: Buffer.from('{}')
      })
    await breakIt()
    await alert.getByText('broken.tenfold.json').waitFor()
    await goTo(page, 'Devices')
    await alert.getByText('broken.tenfold.json').waitFor({ state: 'detached' })
    await close()
  })
})

/** The card's figures by their names: those above the line between, and those of a step. */
function figures(card: ReturnType<Page['getByRole']>): Promise<readonly Readonly<Record<string, string>>[]> {
  return card.evaluate((node) => {
    const table = (parent: Element | null): Record<string, string> => {
      const values: Record<string, string> = {}
      for (const term of parent?.querySelectorAll('dt') ?? []) {
        const all = [...(term.parentElement?.children ?? [])]
        const own = all.slice(all.indexOf(term) + 1)
        const end = own.findIndex((one) => one.tagName === 'DT')
        values[term.textContent.trim()] =
          own
            .slice(0, end === -1 ? undefined : end)
            .at(-1)
            ?.textContent.trim() ?? ''
      }
      return values
    }
    const step = node.querySelector('.split')
    const mean = step?.querySelectorAll('p span') ?? []
    return [
      table(node.querySelector('.lanes')),
      { ...table(step), [mean[0]?.textContent ?? '']: mean[1]?.textContent ?? '' }
    ]
  })
}

/** Their sum in tenths of a percent. */
function tenths(shares: Readonly<Record<string, string>> | undefined, names: readonly string[]): number {
  return names.reduce((sum, name) => sum + Math.round(Number.parseFloat(shares?.[name] ?? '') * 10), 0)
}
