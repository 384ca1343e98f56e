import { cp, mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { loadDataset } from '../../src/lab/dataset/files/load-dataset'
import { loadManifest, manifestVariable } from '../../src/lab/dataset/files/load-manifest'
import { writeImageFolder } from '../image-folders/write-image-folder'
import { findBarriers } from './find-barriers'
import { runCommand } from './run-command'
import { downloadDataset, goTo, pressTrain, seeResult, setFields, waitUntilFinished } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeHosts } from './workbench'

/** 300 photographs of ten classes, with broken files, a copy and a stray one among them. */
async function photographs(folder: string): Promise<void> {
  const manifest = await loadManifest({ [manifestVariable]: inject('manifestFile') })
  const { train, info } = await loadDataset(inject('datasetFolder'), manifest)
  await writeImageFolder(folder, train, info.classes, 300)
  const hostile = path.join(import.meta.dirname, '..', 'image-files', 'hostile')
  const [one = ''] = info.classes
  await cp(hostile, path.join(folder, one), { recursive: true })
  await cp(path.join(hostile, 'zeros.png'), path.join(folder, 'stray.png'))
}

const dialog = (page: Page) => page.getByRole('dialog')

describeHosts('a folder of photographs', (open) => {
  test('becomes a data set, which the network is fitted to, trained on, evaluated with, and left again', async () => {
    const dataFolder = await temporaryFolder()
    const folder = path.join(dataFolder, 'My photographs')
    await mkdir(folder)
    await photographs(folder)
    const { page, complaints } = await open(dataFolder)
    await downloadDataset(page)
    const main = page.getByRole('main')
    await main.getByRole('button', { name: 'Add a data set…' }).click()
    await dialog(page).getByRole('button', { name: 'Browse' }).click()
    await dialog(page).getByRole('region', { name: 'Folders', exact: true }).waitFor()
    expect(await findBarriers(page)).toEqual([])

    await dialog(page).getByRole('textbox', { name: 'Path' }).fill(path.join(dataFolder, 'gone'))
    await dialog(page).getByRole('button', { name: 'Look', exact: true }).click()
    await dialog(page).getByRole('alert').waitFor()
    await dialog(page).getByRole('textbox', { name: 'Path' }).fill(folder)
    await dialog(page).getByRole('button', { name: 'Look', exact: true }).click()
    await dialog(page).getByRole('textbox', { name: 'Name' }).waitFor()
    expect(await dialog(page).getByRole('alert').count()).toBe(0)
    await dialog(page).getByRole('img').first().waitFor()
    expect(await findBarriers(page)).toEqual([])
    const importing = dialog(page).getByRole('button', { name: 'Import', exact: true })
    await dialog(page).getByRole('textbox', { name: 'Height' }).fill('4')
    await dialog(page).getByText('From 8 to 224 pixels.').waitFor()
    expect(await importing.isDisabled()).toBe(true)
    await dialog(page).getByRole('textbox', { name: 'Height' }).fill('24')
    await dialog(page).getByRole('radio', { name: 'Stretched' }).check({ force: true })
    await importing.click()

    const use = dialog(page).getByRole('button', { name: 'Use this data set' })
    await use.waitFor({ timeout: 120_000 })
    await dialog(page).getByText('Files that cannot be read').click()
    await dialog(page).getByText('Files outside the class folders').waitFor()
    expect(await findBarriers(page)).toEqual([])
    await use.click()
    await dialog(page).getByText('24 × 32 × 3').waitFor()
    await dialog(page).getByRole('button', { name: 'Change the network' }).click()
    await main.getByText('24 × 32 × 3').first().waitFor()
    await page.getByText('The network now fits My photographs.').waitFor()

    await setFields(page, { Epochs: '2', 'Log every': '20' })
    await pressTrain(page)
    await waitUntilFinished(page)
    await seeResult(page)
    await goTo(page, 'Data')
    const choice = main.getByRole('combobox', { name: 'Data set' })
    const [first = ''] = await choice.locator('option').allInnerTexts()
    await choice.selectOption(first)
    await dialog(page).getByRole('button', { name: 'Change the network' }).click()
    await main.getByText('32 × 32 × 3').first().waitFor()

    // The run has its own images, whichever data set is chosen.
    await goTo(page, 'Evaluate')
    await main
      .getByRole('img', { name: /image \d+/ })
      .first()
      .waitFor()
    expect(await main.getByText('not in this data folder').count()).toBe(0)
    expect(complaints).toEqual([])

    const listed = await runCommand(['data', 'list'], { dataFolder })
    expect(listed.stdout).toMatch(/^my-photographs +My photographs +ready +10 /m)
    const again = await runCommand(['evaluate', 'latest', '--json'], { dataFolder })
    expect(JSON.parse(again.stdout)).toMatchObject({ dataset: { name: 'My photographs' } })

    // Deleted elsewhere, it is found by what it was made of.
    const deleted = await runCommand(['data', 'delete', 'my-photographs', '--yes'], { dataFolder })
    expect(deleted.code).toBe(0)
    await page.reload()
    await main.getByText('which is not in this data folder').first().waitFor()
    expect(await findBarriers(page)).toEqual([])
    await main.getByRole('button', { name: 'Find it…' }).click()
    await dialog(page).getByText('The run needs My photographs (sha256', { exact: false }).waitFor()
    await dialog(page).getByRole('textbox', { name: 'Path' }).fill(folder)
    await dialog(page).getByRole('button', { name: 'Look', exact: true }).click()
    await dialog(page).getByRole('textbox', { name: 'Height' }).fill('24')
    await dialog(page).getByRole('radio', { name: 'Stretched' }).check({ force: true })
    await dialog(page).getByRole('button', { name: 'Import', exact: true }).click()
    await dialog(page).getByText('This is the data set of the run.').waitFor({ timeout: 120_000 })
    await dialog(page).getByRole('button', { name: 'Close' }).click()
    await main
      .getByRole('img', { name: /image \d+/ })
      .first()
      .waitFor()
  })
})
