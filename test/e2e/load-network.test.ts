import { copyFile, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { zipBytes } from '../exchange/zip-bytes'
import { writePictures } from '../code/picture-folders'
import { findBarriers } from './find-barriers'
import { projectRoot } from './project-root'
import { runCommand } from './run-command'
import { downloadDataset, goTo, pressTrain, runBar, seeResult, setFields, waitUntilFinished } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeHosts } from './workbench'

const kerasFile = (name: string): string => path.join(projectRoot, 'test', 'exchange', 'files', name)

/** A data folder with a data set of 8 × 8 pictures and 3 classes. */
async function withAnimals(): Promise<string> {
  const data = await temporaryFolder()
  const pictures = path.join(data, 'pictures')
  await writePictures(pictures, { ants: 12, bees: 12, cows: 9 })
  const made = await runCommand(['data', 'import', pictures, '--size', '8', '--name', 'Small animals'], {
    dataFolder: data
  })
  expect(made.code).toBe(0)
  return data
}

function boxOf(element: Locator): Promise<{ readonly bottom: number; readonly height: number }> {
  return element.evaluate((one) => {
    const { bottom, height } = one.getBoundingClientRect()
    return { bottom, height }
  })
}

describeHosts('a network of another program', (open) => {
  test('is loaded: an ONNX file as it is, weights alone after the network was chosen', async () => {
    const data = await temporaryFolder()
    const { page, complaints } = await open(data)
    await downloadDataset(page)
    await setFields(page, { Epochs: '1', 'Log every': '50' })
    await pressTrain(page)
    await waitUntilFinished(page)
    const folder = await temporaryFolder()
    const [onnx, pth] = [path.join(folder, 'mine.onnx'), path.join(folder, 'mine.pth')]
    for (const [format, file] of [
      ['onnx', onnx],
      ['pytorch', pth]
    ] as const)
      await runCommand(['export', '1', '--format', format, '--output', file], { dataFolder: data })

    await goTo(page, 'Evaluate')
    const picker = page.getByLabel('Checkpoint files')
    await picker.setInputFiles(onnx)
    await runBar(page).getByText('#2 ·').waitFor()

    await picker.setInputFiles(pth)
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Every parameter has its tensor.').waitFor()
    expect(await findBarriers(page)).toEqual([])
    const network = dialog.getByLabel('Network', { exact: true })
    await network.selectOption('modern')
    await dialog.getByText(/^No tensor yet for conv1\.weight/).waitFor()
    const load = dialog.getByRole('button', { name: 'Load', exact: true })
    expect(await load.isDisabled()).toBe(true)
    // However small the window, the buttons are in sight.
    await page.setViewportSize({ width: 853, height: 533 })
    await expect.poll(async () => (await boxOf(load)).bottom).toBeLessThanOrEqual(533)
    expect((await boxOf(dialog.getByRole('region', { name: /^Which tensor/ }))).height).toBeGreaterThan(150)
    await page.setViewportSize({ width: 1280, height: 800 })
    await network.selectOption('lesson')
    await dialog.getByLabel('Tensor of conv1.bias').selectOption('none')
    await dialog.getByText('No tensor yet for conv1.bias.').waitFor()
    await dialog.getByLabel('Tensor of conv1.bias').selectOption('conv1.bias')
    await dialog.getByText('“Lesson” takes these.').waitFor()
    await load.click()
    await runBar(page).getByText('#3 ·').waitFor()
    await page.getByRole('main').getByRole('button', { name: 'Evaluate', exact: true }).click()
    await seeResult(page)

    // The same file with the same answers, which are the last ones, is the same run.
    await picker.setInputFiles(pth)
    await dialog.getByText('You chose it when this file was last loaded.').waitFor()
    await load.click()
    await dialog.waitFor({ state: 'hidden' })
    await runBar(page).getByText('#3 ·').waitFor()
    expect(complaints).toEqual([])
  })

  test('of Keras, for a data set that is not chosen: what it leaves open is asked and remembered', async () => {
    const data = await withAnimals()
    const { page, complaints } = await open(data)
    await goTo(page, 'Evaluate')
    const picker = page.getByLabel('Checkpoint files')
    const dialog = page.getByRole('dialog')
    const load = dialog.getByRole('button', { name: 'Load', exact: true })
    await picker.setInputFiles(kerasFile('sequential-keras.keras'))
    await dialog.getByText(/^The network takes 8 × 8 × 3 images, but .+ has 32 × 32 × 3 images\.$/).waitFor()
    expect(await load.isDisabled()).toBe(true)
    await dialog.getByRole('button', { name: 'Load for Small animals' }).click()

    await dialog.getByText('Programs with Keras usually divide pixels by 255.').waitFor()
    const names = dialog.getByLabel('Names of the 3 classes, one on each line')
    expect(await names.inputValue()).toBe('ants\nbees\ncows')
    await names.fill('cows\nants')
    await dialog.getByText('There are 2 names, but the network has 3 classes.').waitFor()
    expect(await load.isDisabled()).toBe(true)
    await names.fill('cows\nants\nbees')
    await dialog.getByText(/^The classes of Small animals in another order\./).waitFor()
    await dialog.getByRole('radio', { name: 'Blue first (BGR)' }).check({ force: true })
    await dialog.getByLabel('Pixels that the network takes').selectOption('0 to 255')
    expect(await findBarriers(page)).toEqual([])
    await load.click()
    await runBar(page).getByText('#1 ·').waitFor()
    await page.getByRole('main').getByRole('button', { name: 'Evaluate', exact: true }).click()
    await seeResult(page)
    expect(await page.getByLabel('Pixels', { exact: true }).inputValue()).toBe('0..255')

    await picker.setInputFiles(kerasFile('sequential-keras.keras'))
    await dialog.getByText('You chose it when this file was last loaded.').waitFor()
    expect(await names.inputValue()).toBe('cows\nants\nbees')
    expect(await dialog.getByRole('radio', { name: 'Blue first (BGR)' }).isChecked()).toBe(true)
    await load.click()
    await dialog.waitFor({ state: 'hidden' })
    await runBar(page).getByText('#1 ·').waitFor()

    await picker.setInputFiles(kerasFile('normalised-keras.h5'))
    await dialog.getByText(/, as the file says$/).waitFor()
    expect(await dialog.getByLabel('Pixels that the network takes').count()).toBe(0)
    await load.click()
    await runBar(page).getByText('#2 ·').waitFor()

    await page.getByRole('button', { name: 'Train further…' }).click()
    await dialog.getByText(/^Layers that you freeze in Network keep the weights of the file\./).waitFor()
    await dialog.getByRole('button', { name: 'Choose the settings' }).click()
    await page.getByRole('main').getByText('Continues run #2 from step 0.').waitFor()
    await page.getByRole('button', { name: 'Freeze layers' }).click()
    await page.getByRole('checkbox', { name: 'Frozen: its weights do not learn' }).check()
    await page.getByText('weights of run #2, step 0').waitFor()

    // With names of its own it is looked through, and not tested.
    await goTo(page, 'Evaluate')
    await picker.setInputFiles(kerasFile('sequential-keras.keras'))
    await names.fill('x\ny\nz')
    await load.click()
    await page
      .getByText(
        'The network knows other classes than Small animals has: “x”, “y”, “z” where the data set has “ants”, “bees”, “cows”.'
      )
      .waitFor()
    const evaluate = page.getByRole('main').getByRole('button', { name: 'Evaluate', exact: true })
    expect(await evaluate.isDisabled()).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    expect(complaints).toEqual([])
  })
})

test('the terminal takes the same answers, and says what it assumed', async () => {
  const data = await withAnimals()
  const folder = await temporaryFolder()
  const names = path.join(folder, 'names.txt')
  await writeFile(names, 'cows\r\nants\r\nbees\r\n')
  const keras = path.join(folder, 'net.keras')
  await copyFile(kerasFile('sequential-keras.keras'), keras)
  const evaluate = (...args: readonly string[]) => runCommand(['evaluate', ...args], { dataFolder: data })

  const refused = await evaluate(keras)
  expect(refused.stderr).toMatch(/The network takes 8 × 8 × 3 images, but .+ has 32 × 32 × 3 images\./)
  expect(refused.stderr).toContain('It fits this data set: Small animals (small-animals).')
  const animals = ['--data', 'small-animals']
  const assumed = await evaluate(keras, ...animals)
  expect(assumed.stderr).toContain('Colours red, green, blue (assumed: the file does not say).')
  expect(assumed.stderr).toContain(`evaluate ${keras} --data small-animals --channels bgr`)
  expect(assumed.stderr).toContain('Classes ants, bees, cows (assumed: those of the data set).')
  expect(assumed.stderr).toContain(
    'Pixels 0..1 (assumed: the file does not name its pixels. Programs with Keras usually divide'
  )

  const answers = ['--channels', 'bgr', '--class-names', names, '--pixels', 'imagenet']
  const said = await evaluate(keras, ...animals, ...answers)
  expect(said.stderr).toContain('as you chose.')
  expect(said.stderr).not.toContain('assumed')
  expect((await evaluate(keras, ...animals, ...answers)).stderr).toContain(
    'The same files are already run #2'
  )
  const zip = path.join(folder, 'converted_keras.zip')
  const labels = Buffer.from('0 cows\n1 ants\n2 bees\n')
  const network = await readFile(kerasFile('augmented-tf-keras.h5'))
  const packed = [
    { name: 'keras_model.h5', content: network },
    { name: 'labels.txt', content: labels }
  ]
  await writeFile(zip, zipBytes(packed))
  const named = await evaluate(zip, ...animals)
  expect(named.stderr).toContain('Classes cows, ants, bees, as labels.txt says.')
  expect(named.stderr).toContain('Left out, because they act only in training: RandomFlip, RandomRotation,')
  expect(named.code).toBe(0)
  const { stdout: shown } = await runCommand(['runs', 'show', '2'], { dataFolder: data })
  expect(shown).toMatch(
    /^loaded from net\.keras, .*, as you chose, blue first in the file, classes in the file cows, ants, bees, not/m
  )
  const h5 = await evaluate(kerasFile('normalised-keras.h5'), ...animals, '--json')
  expect(JSON.parse(h5.stdout)).toMatchObject({
    pixels: { from: 'file' },
    dataset: { name: 'Small animals' }
  })

  expect((await evaluate(keras, '--channels', 'gbr')).stderr).toContain('“gbr” is not an order of colours.')
  expect((await evaluate('1', '--channels', 'bgr')).stderr).toContain('“1” is a run')
})
