import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, inject, test } from 'vitest'
import { loadDataset } from '../../src/lab/dataset/files/load-dataset'
import { loadManifest, manifestVariable } from '../../src/lab/dataset/files/load-manifest'
import { writeImageFolder } from '../image-folders/write-image-folder'
import { findBarriers } from './find-barriers'
import { openBrowser } from './open-browser'
import { temporaryFolder } from './temporary-folder'
import { describeBrowser } from './workbench'

describeBrowser('a folder of another computer', () => {
  test('is sent in pieces, examined over there, and imported', async () => {
    const dataFolder = await temporaryFolder()
    const folder = path.join(await temporaryFolder(), 'Sent photographs')
    const manifest = await loadManifest({ [manifestVariable]: inject('manifestFile') })
    const { train, info } = await loadDataset(inject('datasetFolder'), manifest)
    await writeImageFolder(folder, train, info.classes, 250)
    const { page, complaints } = await openBrowser(dataFolder)
    await page.getByRole('main').getByRole('button', { name: 'Add a data set…' }).click()
    const dialog = page.getByRole('dialog')
    expect(await findBarriers(page)).toEqual([])

    // The server shows its own folders to browsers only where that was said.
    await dialog.getByRole('textbox', { name: 'Path' }).fill(folder)
    await dialog.getByRole('button', { name: 'Look', exact: true }).click()
    await dialog.getByText('is outside the folders that this server shows to browsers').waitFor()

    await dialog.getByLabel('Folder of images').setInputFiles(folder)
    const name = dialog.getByRole('textbox', { name: 'Name' })
    await name.waitFor()
    expect(await name.inputValue()).toBe('Sent photographs')
    await dialog.getByText('250 files in 10 classes').waitFor()
    await dialog.getByRole('button', { name: 'Import', exact: true }).click()
    await dialog.getByRole('button', { name: 'Use this data set' }).click({ timeout: 120_000 })
    const main = page.getByRole('main')
    const chosen = main.getByRole('combobox', { name: 'Data set' }).locator('option:checked')
    await expect.poll(() => chosen.innerText()).toBe('Sent photographs (10 classes, 250 images)')
    await main.getByRole('radio', { name: 'Card' }).check({ force: true })
    await main.getByText('Sent photographs', { exact: true }).first().waitFor()
    // What was sent is not needed any more.
    await expect.poll(() => readdir(path.join(dataFolder, 'uploads'))).toEqual([])
    expect(complaints).toEqual([])
  })
})
