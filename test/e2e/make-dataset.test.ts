import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { loadDataset } from '../../src/lab/dataset/files/load-dataset'
import { loadManifest, manifestVariable } from '../../src/lab/dataset/files/load-manifest'
import { imageFiles } from '../image-files/expected-images'
import { writeImageFolder } from '../image-folders/write-image-folder'
import { findBarriers } from './find-barriers'
import { downloadDataset, pressTrain, seeResult, setFields, waitUntilFinished } from './steps'
import { temporaryFolder } from './temporary-folder'
import { transferFiles } from './transfer-files'
import { describeHosts } from './workbench'

const main = (page: Page): Locator => page.getByRole('main')
const images = (page: Page, name: string): Locator =>
  main(page)
    .getByRole('group', { name: `Images of ${name}` })
    .getByRole('button')
const classRow = (page: Page, name: string): Locator =>
  main(page)
    .getByRole('region', { name: 'Classes' })
    .getByRole('button', { name: new RegExp(`^${name} \\d`) })

async function makeEmpty(page: Page, name: string, classes: string): Promise<void> {
  await main(page).getByRole('button', { name: 'Add a data set…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Make one here…' }).click()
  expect(await findBarriers(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Make it' }).click()
  await dialog.getByText('Give it a name of at most 80 characters.').waitFor()
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
  await dialog.getByRole('textbox', { name: /^Classes/ }).fill(classes)
  await dialog.getByRole('button', { name: 'Make it' }).click()
  await main(page).getByRole('textbox', { name: 'Data set' }).waitFor()
}

/** PNG files of a class of the small data set. */
async function filesOf(name: string): Promise<string[]> {
  const folder = await temporaryFolder()
  const manifest = await loadManifest({ [manifestVariable]: inject('manifestFile') })
  const { train, info } = await loadDataset(inject('datasetFolder'), manifest)
  await writeImageFolder(folder, train, info.classes, 400)
  return (await readdir(path.join(folder, name))).map((file) => path.join(folder, name, file))
}

describeHosts('a data set made by hand', (open) => {
  test('gets its classes and images one by one, is changed, brought back, and trained on', async () => {
    const { page, complaints } = await open(await temporaryFolder())
    await downloadDataset(page)
    await makeEmpty(page, 'My pets', 'cat, dog, cat fish')
    await main(page).getByText('It needs images.').waitFor()
    expect(await findBarriers(page)).toEqual([])
    const use = main(page).getByRole('button', { name: 'Use this data set' })
    expect(await use.getAttribute('aria-disabled')).toBe('true')

    const [cats, dogs] = [await filesOf('cat'), await filesOf('dog')]
    const chooser = page.getByLabel('Image files of the class')
    await chooser.setInputFiles([...cats, path.join(imageFiles, '..', 'hostile', 'zeros.png')])
    await main(page).getByText(`${cats.length} images added to “cat”.`, { exact: false }).waitFor()
    await main(page).getByText('1 file could not be read').click()
    await main(page).getByText('zeros.png is', { exact: false }).waitFor()
    expect(await findBarriers(page)).toEqual([])

    // Onto another class than the one on show.
    const dropped = await Promise.all(
      dogs.map(async (file) => ({ name: path.basename(file), content: await readFile(file) }))
    )
    await transferFiles(page, 'drop', dropped, 'li[data-label="1"] button')
    await main(page).getByText(`${dogs.length} images added to “dog”.`, { exact: false }).waitFor()
    await transferFiles(page, 'paste', [{ name: 'again.png', content: await readFile(dogs[0] ?? '') }])
    await main(page).getByText('No image was added to “dog”.', { exact: false }).waitFor()

    await classRow(page, 'cat').click()
    await images(page, 'cat').nth(1).click()
    await images(page, 'cat')
      .nth(3)
      .click({ modifiers: ['Shift'] })
    await main(page).getByText('3 selected').waitFor()
    await main(page).getByRole('button', { name: 'Move to' }).click()
    await page.getByRole('menuitem', { name: 'cat fish' }).click()
    await main(page).getByText('3 images were moved to “cat fish”.').waitFor()
    await main(page).getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => images(page, 'cat').count()).toBe(cats.length)
    await images(page, 'cat').first().click()
    await page.keyboard.press('Delete')
    await main(page).getByText('1 image was removed.').waitFor()
    await page.keyboard.press('Control+z')
    await expect.poll(() => images(page, 'cat').count()).toBe(cats.length)

    await main(page).getByRole('button', { name: 'Change cat fish' }).click()
    await page.getByRole('menuitem', { name: 'Merge into another…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Merge into').selectOption('cat')
    await dialog.getByRole('button', { name: 'Merge', exact: true }).click()
    await main(page).getByText('The class “cat fish” is part of “cat” now.').waitFor()
    await main(page).getByRole('button', { name: 'Change dog' }).click()
    await page.getByRole('menuitem', { name: 'Rename…' }).click()
    await dialog.getByRole('textbox', { name: 'Name' }).fill('puppy')
    await dialog.getByRole('button', { name: 'Rename' }).click()
    await classRow(page, 'puppy').waitFor()
    // The row is renamed before the dialog closes, and what is behind an open dialog takes no text.
    await dialog.waitFor({ state: 'hidden' })
    await main(page).getByRole('textbox', { name: 'Data set' }).fill('Cats and puppies')
    await page.keyboard.press('Enter')
    await use.click()
    await dialog.getByRole('button', { name: 'Change the network' }).click()
    const chosen = main(page).getByRole('combobox', { name: 'Data set' }).locator('option:checked')
    await expect
      .poll(() => chosen.innerText())
      .toBe(`Cats and puppies (2 classes, ${cats.length + dogs.length} images)`)
    await setFields(page, { Epochs: '1' })
    await pressTrain(page)
    await waitUntilFinished(page)
    await seeResult(page)
    await page.getByText('puppy').first().waitFor()
    expect(complaints).toEqual([])
  })

  test('takes what the camera sees for as long as a button is held, and lets the camera go', async () => {
    const { page, complaints } = await open(await temporaryFolder())
    await makeEmpty(page, 'Camera', 'left, right')
    await main(page).getByRole('button', { name: 'Use the camera' }).click()
    const hold = main(page).getByRole('button', { name: 'Hold to take images' })
    await hold.waitFor()
    const video = await main(page).locator('video').elementHandle()
    await expect
      .poll(() => video.evaluate((element) => (element instanceof HTMLVideoElement ? element.videoWidth : 0)))
      .toBeGreaterThan(0)
    expect(await findBarriers(page)).toEqual([])
    await hold.hover()
    await page.mouse.down()
    await main(page)
      .getByText(/^([6-9]|\d\d) taken$/)
      .waitFor()
    await page.mouse.up()
    // The same picture twice counts once.
    await main(page)
      .getByText(/images? added to “left”\./)
      .waitFor()
    await expect.poll(() => images(page, 'left').count()).toBeGreaterThan(2)
    await main(page).getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => images(page, 'left').count()).toBe(0)
    await hold.focus()
    await page.keyboard.down('Space')
    await main(page)
      .getByText(/^([2-9]|\d\d) taken$/)
      .waitFor()
    await page.keyboard.up('Space')
    await expect.poll(() => images(page, 'left').count()).toBeGreaterThan(0)
    await main(page).getByRole('button', { name: 'Stop the camera' }).click()
    await main(page).getByRole('button', { name: 'Use the camera' }).waitFor()
    await main(page).getByRole('button', { name: 'Close' }).click()
    const all = main(page).getByRole('combobox', { name: 'Data set' }).locator('option')
    await expect
      .poll(() => all.allTextContents())
      .toContainEqual(expect.stringMatching(/^Camera \(2 classes/))
    expect(complaints).toEqual([])
  })
})
