import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { writePictures } from '../code/picture-folders'
import { findBarriers } from './find-barriers'
import { openBrowser } from './open-browser'
import { openDesktop, type Desktop } from './open-desktop'
import { runCommand } from './run-command'
import { goTo } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeBrowser, describeDesktop } from './workbench'

/** A data folder with a data set of 33 images, whose id is `small-animals`. */
async function smallAnimals(): Promise<string> {
  const dataFolder = await temporaryFolder()
  const pictures = path.join(dataFolder, 'pictures')
  await writePictures(pictures, { ants: 12, bees: 12, cows: 9 })
  const made = await runCommand(['data', 'import', pictures, '--size', '24', '--name', 'Small animals'], {
    dataFolder
  })
  expect(made.code).toBe(0)
  return dataFolder
}

/** The file that a classmate gave. */
async function exportedFile(dataFolder: string): Promise<Buffer> {
  const file = path.join(dataFolder, 'given.tenfold-data')
  await runCommand(['data', 'export', 'small-animals', '--output', file], { dataFolder })
  return readFile(file)
}

const main = (page: Page) => page.getByRole('main')
const dialog = (page: Page) => page.getByRole('dialog')
const chosen = (page: Page) =>
  main(page).getByRole('combobox', { name: 'Data set' }).locator('option:checked')

async function openExport(page: Page): Promise<void> {
  await goTo(page, 'Data')
  await main(page).getByRole('combobox', { name: 'Data set' }).selectOption('small-animals')
  await dialog(page).getByRole('button', { name: 'Change the network' }).click()
  await expect.poll(() => chosen(page).innerText()).toContain('Small animals')
  await main(page).getByRole('radio', { name: 'Card' }).check({ force: true })
  await main(page).getByRole('button', { name: 'Export…' }).click()
}

async function importShown(page: Page): Promise<void> {
  await dialog(page).getByText('A data set that was exported from Tenfold').waitFor()
  expect(await findBarriers(page)).toEqual([])
  await dialog(page).getByRole('button', { name: 'Import', exact: true }).click()
  await dialog(page).getByRole('button', { name: 'Use this data set' }).waitFor()
}

describeBrowser('a data set in a browser', () => {
  test('goes out as a download, and its folder from the terminal', async () => {
    const dataFolder = await smallAnimals()
    const file = await exportedFile(dataFolder)
    const { page, save, complaints } = await openBrowser(dataFolder)
    await openExport(page)
    expect(await findBarriers(page)).toEqual([])
    await dialog(page).getByRole('radio', { name: 'Folder of PNG files' }).check({ force: true })
    await dialog(page).getByText('npm start -- data export small-animals --as folder').waitFor()
    await dialog(page).getByRole('radio', { name: 'One file' }).check({ force: true })
    const saved = await save(() => dialog(page).getByRole('button', { name: 'Download' }).click())
    expect(saved.name).toBe('small-animals.tenfold-data')
    expect(saved.content.equals(file)).toBe(true)
    await dialog(page).waitFor({ state: 'hidden' })
    expect(complaints).toEqual([])
  })

  test('comes in as a file that is sent or dropped; a damaged one is refused', async () => {
    const file = await exportedFile(await smallAnimals())
    const classmate = await temporaryFolder()
    const { page, complaints } = await openBrowser(classmate)
    await main(page).getByRole('button', { name: 'Add a data set…' }).click()
    const input = dialog(page).getByLabel('Files of a data set')
    const send = (name: string, buffer: Buffer): Promise<void> =>
      input.setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
    await send('text.tenfold-data', Buffer.from('text'))
    await dialog(page).getByRole('alert').getByText('The file cannot be imported').waitFor()
    await send('cut.tenfold-data', file.subarray(0, 9000))
    await dialog(page).getByRole('button', { name: 'Import', exact: true }).click()
    await dialog(page).getByRole('alert').getByText('it is damaged or cut off').waitFor()
    await dialog(page).getByRole('button', { name: 'Back', exact: true }).click()
    await send('animals.tenfold-data', file)
    await importShown(page)
    await dialog(page).getByRole('button', { name: 'Use this data set' }).click()
    await dialog(page).getByRole('button', { name: 'Change the network' }).click()
    await expect.poll(() => chosen(page).innerText()).toBe('Small animals (3 classes, 33 images)')

    const dropped = await page.evaluateHandle(
      (bytes) => {
        const transfer = new DataTransfer()
        transfer.items.add(new File([new Uint8Array(bytes)], 'dropped.tenfold-data'))
        return transfer
      },
      [...file]
    )
    await goTo(page, 'Train')
    await page.dispatchEvent('main', 'drop', { dataTransfer: dropped })
    await dialog(page).getByText('dropped.tenfold-data').waitFor()
    await importShown(page)
    expect((await readdir(path.join(classmate, 'datasets'))).sort()).toEqual([
      'small-animals',
      'small-animals-2'
    ])
    expect(complaints).toEqual([])
  })
})

/** The system's dialog for folders and files answers with this. */
async function answerOpenDialog({ application }: Desktop, place: string): Promise<void> {
  await application.evaluate(({ dialog: system }, chosenPlace) => {
    Object.assign(system, {
      showOpenDialog: () => Promise.resolve({ canceled: false, filePaths: [chosenPlace] })
    })
  }, place)
}

describeDesktop('a data set in Electron', () => {
  test('goes out as a file or a folder, and comes in from a file', async () => {
    const dataFolder = await smallAnimals()
    const file = await exportedFile(dataFolder)
    const desktop = await openDesktop(dataFolder)
    const { page, complaints } = desktop
    await openExport(page)
    const where = dialog(page).getByRole('button', { name: 'Choose where…' })
    const saved = await desktop.save(() => where.click())
    expect(saved.name).toBe('small-animals.tenfold-data')
    expect(saved.content.equals(file)).toBe(true)
    await dialog(page).getByText('“Small animals” was exported').waitFor()
    await dialog(page).getByRole('button', { name: 'Close' }).click()

    const target = await temporaryFolder()
    await writeFile(path.join(target, 'small-animals'), '')
    await answerOpenDialog(desktop, target)
    await main(page).getByRole('button', { name: 'Export…' }).click()
    await dialog(page).getByRole('radio', { name: 'Folder of PNG files' }).check({ force: true })
    await where.click()
    await dialog(page).getByText(path.join(target, 'small-animals-2')).waitFor()
    expect(await findBarriers(page)).toEqual([])
    expect((await readdir(path.join(target, 'small-animals-2', 'train'))).sort()).toEqual([
      'ants',
      'bees',
      'cows'
    ])
    await dialog(page).getByRole('button', { name: 'Close' }).click()

    await answerOpenDialog(desktop, path.join(dataFolder, 'given.tenfold-data'))
    await main(page).getByRole('button', { name: 'Add a data set…' }).click()
    await dialog(page).getByRole('button', { name: 'Choose a file…' }).click()
    await importShown(page)
    await dialog(page).getByRole('button', { name: 'Close' }).click()
    expect(await readdir(path.join(dataFolder, 'datasets'))).toContain('small-animals-2')
    expect(complaints).toEqual([])
    await desktop.close()
  })
})
