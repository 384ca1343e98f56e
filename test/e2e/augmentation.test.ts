import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { augmentImage } from '../../src/core/augmentation/augment-image'
import { augmentationOf } from '../../src/core/augmentation/augmentation'
import { lessonConfig } from '../../src/core/settings/run-config'
import { findBarriers } from './find-barriers'
import { findLayoutFaults } from './find-layout-faults'
import { openBrowser } from './open-browser'
import { downloadDataset, pressTrain, setFields, waitUntilFinished } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeBrowser } from './workbench'

const imageBytes = 3 * 32 * 32

describeBrowser('augmentation', () => {
  test('is switched on in Data, shows what training will see, and trains', async () => {
    const { page, close, complaints } = await openBrowser(await temporaryFolder())
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await downloadDataset(page)
    await page.getByRole('radio', { name: 'Augmentation' }).check({ force: true })
    await page.getByText('Nothing is switched on').waitFor()
    const records = await readFile(path.join(inject('datasetFolder'), 'data_batch_1.bin'))
    const plain = new Uint8Array(records.subarray(1, 1 + imageBytes))
    expect(await pixelsOf(page, /^training image 0, \w+$/)).toEqual(interleaved(plain))

    await page.getByRole('group', { name: 'Switch on' }).getByRole('button', { name: 'Crop' }).click()
    await page.getByLabel('Cutout', { exact: true }).fill('8')
    await page.getByLabel('Flip', { exact: true }).selectOption('alternating')
    const augmentation = augmentationOf({ ...lessonConfig, crop: 4, cutout: 8, flip: 'alternating' })
    if (augmentation === undefined) throw new Error('nothing augments')
    for (const epoch of [0, 1, 3]) {
      const expected = plain.slice()
      augmentImage(expected, 0, epoch, augmentation, [32, 32, 3])
      await expect
        .poll(() => pixelsOf(page, new RegExp(`^training image 0, \\w+, in epoch ${String(epoch + 1)}$`)))
        .toEqual(interleaved(expected))
    }

    await page.setViewportSize({ width: 1024, height: 700 })
    expect(await findLayoutFaults(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await findBarriers(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'light' })
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Next epoch' }).press('Enter')
    await page.getByRole('columnheader', { name: 'Epoch 1', exact: true }).waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'Later images' }).press('Enter')
    await page.getByText('5–8 of 1,000').waitFor()

    await setFields(page, { Epochs: '1', 'Log every': '50' })
    await page.getByText('Augmentation, 3 on').click()
    expect(await page.getByLabel('Crop', { exact: true }).inputValue()).toBe('4')
    await page.getByText(/Differs from the lesson: .*flip, crop, cutout/).waitFor()
    await pressTrain(page)
    await waitUntilFinished(page)
    // The run's own settings stand beside its curve.
    await page.getByRole('main').getByText('alternating', { exact: true }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })
})

/** Red, green and blue of each pixel, as the canvas of that label has them. */
async function pixelsOf(page: Page, label: RegExp): Promise<number[]> {
  const canvas = page.getByRole('main').getByRole('img', { name: label })
  await canvas.first().waitFor()
  return canvas.first().evaluate((element) => {
    if (!(element instanceof HTMLCanvasElement)) throw new Error('not a canvas')
    const data = element.getContext('2d')?.getImageData(0, 0, 32, 32).data ?? []
    return [...data].filter((_, i) => i % 4 !== 3)
  })
}

const interleaved = (planes: Uint8Array): number[] =>
  Array.from({ length: imageBytes }, (_, i) => planes[(i % 3) * 1024 + Math.floor(i / 3)] ?? NaN)
