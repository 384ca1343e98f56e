import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { runCommand } from './run-command'
import { actOnRun, downloadDataset, goTo, pressTrain, runBar, setFields, waitUntilFinished } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeHosts } from './workbench'

const room = (page: Page, title: string): Locator =>
  page.getByRole('navigation', { name: 'Rooms of the lab' }).locator(`a[aria-current]`, { hasText: title })

/** As if a folder was dropped on the window. */
async function dropFolder(page: Page, name: string, files: Readonly<Record<string, string>>): Promise<void> {
  await page.evaluate(
    ([folder, contents]) => {
      const entries = Object.entries(contents).map(([file, base64]) => ({
        isFile: true,
        isDirectory: false,
        name: file,
        file: (take: (file: File) => void) =>
          take(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], file))
      }))
      const createReader = (): object => {
        const left = [...entries]
        return { readEntries: (take: (some: object[]) => void) => take(left.splice(0)) }
      }
      const entry = { isFile: false, isDirectory: true, name: folder, createReader }
      const items = [{ webkitGetAsEntry: () => entry }]
      const event = new Event('drop', { bubbles: true, cancelable: true })
      Object.defineProperty(event, 'dataTransfer', { value: { types: ['Files'], items, files: [] } })
      document.body.dispatchEvent(event)
    },
    [name, files] as const
  )
}

describeHosts('the Runs room', (open) => {
  test(
    'opens a run by its row, names a dropped folder, and finds what was deleted',
    { timeout: 300_000 },
    async () => {
      const dataFolder = await temporaryFolder()
      const { page, complaints, close } = await open(dataFolder)
      await downloadDataset(page)
      await setFields(page, { Epochs: '1' })
      await pressTrain(page)
      await waitUntilFinished(page)

      await goTo(page, 'Runs')
      const rate = page.locator('tbody').getByText('0.001', { exact: true })
      // Dragging selects text.
      const box = await rate.boundingBox()
      const { x = 0, y = 0, width = 0, height = 0 } = box ?? {}
      await page.mouse.move(x + 1, y + height / 2)
      await page.mouse.down()
      await page.mouse.move(x + width - 1, y + height / 2, { steps: 4 })
      await page.mouse.up()
      expect(await page.evaluate(() => String(getSelection()))).not.toBe('')
      await room(page, 'Runs').waitFor()
      // A control does what it is for, and the click that ends it no more.
      await actOnRun(page, 1, 'Rename')
      await page.getByLabel('Name of run 1').fill('Mine')
      await rate.click()
      await page.getByRole('button', { name: 'Mine', exact: true }).waitFor()
      await room(page, 'Runs').waitFor()
      await rate.click()
      await room(page, 'Evaluate').waitFor()
      await goTo(page, 'Runs')
      await page.getByRole('button', { name: 'Mine', exact: true }).focus()
      await page.keyboard.press('Enter')
      await room(page, 'Evaluate').waitFor()

      const output = path.join(dataFolder, 'my-net')
      const exported = await runCommand(['export', '1', '--format', 'model', '--output', output], {
        dataFolder
      })
      expect(exported.code).toBe(0)
      const names = ['model.json', 'weights.bin', 'training.json']
      const contents = await Promise.all(names.map((name) => readFile(path.join(output, name), 'base64')))
      await goTo(page, 'Runs')
      await dropFolder(page, 'my-net', Object.fromEntries(names.map((name, i) => [name, contents[i] ?? ''])))
      await room(page, 'Evaluate').waitFor()
      await goTo(page, 'Runs')
      await page.getByRole('button', { name: 'my-net', exact: true }).waitFor()

      await page.getByRole('button', { name: 'Delete run 1' }).click()
      await page.getByText('“Mine” (#1) was moved to the trash.').waitFor()
      await page.evaluate(() => {
        history.replaceState(null, '', '#/evaluate/run-1')
      })
      await page.reload()
      await page.getByText('“Mine” (#1) is in the trash.').waitFor()
      await page.getByRole('button', { name: 'Restore', exact: true }).click()
      await page.getByText('“Mine” (#1) is back in the list of runs.').waitFor()
      await runBar(page)
        .getByText(/^Finished/)
        .waitFor()

      // Deleted in a terminal while it stands in the list here.
      await goTo(page, 'Runs')
      await page.getByText('“Mine” (#1) is in the trash.').waitFor({ state: 'detached' })
      expect((await runCommand(['runs', 'delete', '1'], { dataFolder })).code).toBe(0)
      await page.getByRole('button', { name: 'Mine', exact: true }).click()
      await page.getByText('“Mine” (#1) is in the trash.').waitFor()
      await runBar(page).getByText('my-net').waitFor()
      expect(complaints).toEqual([])
      await close()
    }
  )
})
