// Over 300 lines: one walk through all rooms, with what each of them has to show.
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { formatCount } from '../../src/core/format/format-number'
import { runRows } from '../../src/core/training/batch-order'
import { lessonDataset } from '../../src/core/data/lesson-dataset'
import { initialWeights } from '../../src/core/model/initial-weights'
import { lessonModel } from '../../src/core/model/lesson-model'
import type { ModelSpec } from '../../src/core/model/model-spec'
import { crossEntropy, softmax } from '../../src/core/maths/softmax'
import type { Weights } from '../../src/core/model/weights'
import { ReferenceNetwork } from '../../src/engine/reference/network'
import { readCheckpoint } from '../../src/lab/checkpoint/read-checkpoint'
import { runPaths } from '../../src/lab/runs/run-folder'
import { sampleEvenly } from '../../src/trainer/jobs/sample-evenly'
import { findBarriers } from './find-barriers'
import { openBrowser } from './open-browser'
import { readSmallImages } from './small-images'
import { downloadDataset, goTo, runBar, seeResult, setFields, waitUntilFinished } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeBrowser } from './workbench'

/** The lesson's network with two more filters in the first layer, as the learner edits it. */
const editedModel: ModelSpec = {
  ...lessonModel,
  layers: lessonModel.layers.map((layer) =>
    layer.type === 'conv2d' && layer.name === 'conv1' ? { ...layer, filters: 8 } : layer
  )
}
/** Where the pictures are read. */
const convolutionCell = [9, 20] as const
const poolingCell = [4, 10] as const

describeBrowser('a walk through the lab', () => {
  test('from the data to the loss surface, with the engine’s numbers', { timeout: 600_000 }, async () => {
    const dataFolder = await temporaryFolder()
    const { page, close, complaints } = await openBrowser(dataFolder)
    // A colour on its way to another has a contrast of its own.
    await page.emulateMedia({ reducedMotion: 'reduce' })
    let pictures = 0
    const arrive = async (place: string): Promise<void> => {
      expect(await findBarriers(page), place).toEqual([])
      pictures += 1
      const name = `walk-${String(pictures).padStart(2, '0')}-${place}.png`
      await page.screenshot({ path: path.join(inject('screenshotFolder'), name) })
    }

    await downloadDataset(page)
    await page.getByRole('main').getByRole('img').first().waitFor()
    await arrive('data')

    await editNetwork(page, arrive)
    await comparePictures(page, initialWeights(editedModel, 1), () => Promise.resolve())

    await race(page)
    await arrive('race')

    await setFields(page, { 'Learning rate': '0.001', Epochs: '2', 'Log every': '50' })
    await stepByStep(page, arrive)
    await waitUntilFinished(page)
    await choose(page, 'The whole run')
    await arrive('trained')

    await overfit(page)
    await arrive('overfitted')

    await seeResult(page)
    await arrive('evaluated')

    const { weights } = await latestCheckpoint(dataFolder)
    await goTo(page, 'Network')
    await choose(page, /^Run #2$/)
    await comparePictures(page, weights, arrive)
    await scrubFilters(page, dataFolder)
    await arrive('filters')

    await lossSurface(page, dataFolder, arrive)
    expect(complaints).toEqual([])
    await close()
  })
})

type Arrive = (place: string) => Promise<void>

/** Two more filters; and sizes that cannot be are refused at the layer where they arise. */
async function editNetwork(page: Page, arrive: Arrive): Promise<void> {
  await goTo(page, 'Network')
  await column(page, /^Conv 5×5 6 filters/).click()
  await choose(page, 'Edit')
  await page.getByRole('textbox', { name: 'Filters' }).fill('8')
  await page
    .getByText(formatCount(parameterCount(editedModel)))
    .first()
    .waitFor()
  await arrive('edited')

  await column(page, /^Conv 5×5 16 filters/).click()
  await page.getByLabel('Filter height', { exact: true }).fill('15')
  const refusal = page.getByRole('main').getByRole('alert')
  await refusal.waitFor()
  expect(await refusal.innerText()).toContain('conv2')
  await arrive('refused')
  expect(await runBar(page).getByRole('button', { name: 'Train' }).isDisabled()).toBe(true)
  await page.getByRole('button', { name: 'Undo' }).click()
  await refusal.waitFor({ state: 'detached' })
}

/** Reads convolution, pooling and softmax for one test image, and computes them again. */
async function comparePictures(page: Page, weights: Weights, arrive: Arrive): Promise<void> {
  const row = Number(await page.getByLabel('Number of the image').inputValue())
  const { images, labels } = await readSmallImages('test', [row])
  const network = referenceNetwork(weights)
  const outputs = network.outputs(images, { kind: 'predict' })
  const at = (layer: number, [y, x]: readonly [number, number], width: number, map: number): number =>
    outputs[layer]?.[(y * width + x) * 8 + map] ?? NaN

  await column(page, /^Conv 5×5 8 filters/).click()
  await chooseTab(page, 'Compute')
  const convolution = page.getByRole('region', { name: 'conv1, convolution' })
  await convolution
    .getByLabel('Place of the window')
    .fill(String(convolutionCell[0] * 28 + convolutionCell[1]))
  const filter = await shownMap(convolution, 'filter')
  const parts = await numbersOf(convolution.getByText(/\+ bias/))
  const [sum = NaN, rectified = NaN] = parts.slice(-2)
  expect(parts).toHaveLength(6)
  expect(parts.slice(0, 4).reduce((a, b) => a + b)).toBeCloseTo(sum, 2)
  expect(sum).toBeCloseTo(at(0, convolutionCell, 28, filter), 3)
  expect(rectified).toBeCloseTo(at(1, convolutionCell, 28, filter), 3)
  await arrive('convolution')

  await column(page, /^Max pool 2×2.*14 × 14/).click()
  const pooling = page.getByRole('region', { name: 'pool1, max pooling' })
  const map = await shownMap(pooling, 'map')
  await pooling.getByLabel('Place of the window').fill(String(poolingCell[0] * 14 + poolingCell[1]))
  const kept = await numbersOf(pooling.getByText(/^max\(/))
  const window = [0, 1].flatMap((y) =>
    [0, 1].map((x) => at(1, [2 * poolingCell[0] + y, 2 * poolingCell[1] + x], 28, map))
  )
  expect(kept).toHaveLength(5)
  ;[...window, at(2, poolingCell, 14, map)].forEach((value, i) => {
    expect(kept[i]).toBeCloseTo(value, 3)
  })
  await arrive('pooling')

  await column(page, /^Classes/).click()
  const logits = outputs.at(-1) ?? new Float64Array(0)
  const label = labels[0] ?? 0
  const shares = softmax(logits)
  const detail = page.getByRole('region', { name: /^fc3/ })
  const rows = detail.locator('tbody tr')
  for (const [i, name] of lessonDataset.classes.entries()) {
    const [logit, , share] = await numbersOf(rows.filter({ hasText: name }))
    expect(logit).toBeCloseTo(logits[i] ?? NaN, 2)
    expect(share).toBeCloseTo(shares[i] ?? NaN, 3)
  }
  const loss = (await numbersOf(detail.getByText(/^loss = −ln/))).at(-1)
  expect(loss).toBeCloseTo(crossEntropy(logits, label), 3)
  await arrive('softmax')
}

/** Plain SGD on the ravine, to the end of the race: x is multiplied by 1 - 0.6 / 30 at each step. */
async function race(page: Page): Promise<void> {
  await goTo(page, 'Optimizer')
  await page.getByRole('button', { name: 'Race' }).click()
  await page.getByText('200 / 200').waitFor()
  const row = page.getByRole('row').filter({ has: page.getByRole('button', { name: 'SGD' }) })
  const [x] = await numbersOf(row)
  expect(x).toBeCloseTo(-9 * (1 - 0.6 / 30) ** 200, 3)
}

/** The first mini-batch, line by line, then on to the end. */
async function stepByStep(page: Page, arrive: Arrive): Promise<void> {
  await choose(page, 'Step by step')
  const card = page.getByRole('region', { name: 'One mini-batch, line by line' })
  await card.getByRole('button', { name: 'Start a paused run' }).click()
  await card.getByRole('button', { name: 'First batch' }).click()
  const pictures = card.getByRole('region', { name: 'Images of the mini-batch' }).getByRole('img')
  await expect.poll(() => pictures.count()).toBe(4)
  // The step counts once its update has been shown.
  expect(await runBar(page).innerText()).toMatch(/\b0 \/ /)
  // The one button that goes on keeps the keyboard's focus.
  for (let line = 1; line < 5; line++) await page.keyboard.press('Enter')
  await card.getByRole('button', { name: 'Next batch' }).waitFor()
  expect(await runBar(page).innerText()).toMatch(/\b1 \/ /)

  const rows = await Promise.all(
    [0, 1, 2, 3].map(async (i) =>
      Number(/\d+/.exec((await pictures.nth(i).getAttribute('aria-label')) ?? ''))
    )
  )
  const { images, labels } = await readSmallImages('train', rows)
  const network = referenceNetwork(initialWeights(editedModel, 1))
  const loss = network.backward(images, labels)
  const lines = card.getByRole('list', { name: 'Lines of a step' }).getByRole('listitem')
  expect((await numbersOf(lines.filter({ hasText: 'criterion' })))[0]).toBeCloseTo(loss, 3)
  const length = Math.hypot(...network.parameters.flatMap(({ gradient }) => [...gradient]))
  expect((await numbersOf(lines.filter({ hasText: 'backward' })))[0]).toBeCloseTo(length, 2)
  await arrive('step')
  await card.getByRole('button', { name: 'Resume' }).click()
}

/**
 * Few images, memorised within a minute. How far the validation stays behind is seen on CIFAR-10 alone: what is
 * learned of a tenth of the small data set holds for all of it.
 */
async function overfit(page: Page): Promise<void> {
  await choose(page, 'Over-fitting')
  await page.getByRole('button', { name: 'Set up and train' }).click()
  await runBar(page).getByText('#2').waitFor()
  await waitUntilFinished(page, 60_000)
  await page.getByRole('button', { name: 'Table of the gap' }).click()
  const last = page.getByRole('region', { name: 'Training and validation, table' }).getByRole('row').last()
  const [epoch, trainLoss, , trainRight] = await numbersOf(last)
  expect(epoch).toBe(60)
  expect(trainLoss).toBeLessThan(0.1)
  expect(trainRight).toBeGreaterThan(95)
  await page.getByRole('button', { name: 'Table of the gap' }).click()
}

/** Filters of the first convolution as the checkpoints of the run have them. */
async function scrubFilters(page: Page, dataFolder: string): Promise<void> {
  await column(page, /^Conv 5×5 8 filters/).click()
  await choose(page, 'Filters')
  const steps = await checkpointSteps(dataFolder)
  expect(steps.length).toBeGreaterThan(2)
  const scrubber = page.getByLabel('Checkpoint', { exact: true })
  await scrubber.focus()
  await page.keyboard.press('Home')
  await page.getByText('step 0', { exact: true }).first().waitFor()
  await page.keyboard.press('End')
  const last = formatCount(steps.at(-1) ?? 0)
  await page.getByText(`step ${last}`, { exact: true }).first().waitFor()
}

/** Computed in the background, seen as map, relief and table; the run's end has the reference engine's loss. */
async function lossSurface(page: Page, dataFolder: string, arrive: Arrive): Promise<void> {
  await goTo(page, 'Optimizer')
  await choose(page, 'Loss landscape of your run')
  const card = page.getByRole('region', { name: 'Loss landscape of your run' })
  await card.getByRole('button', { name: 'Compute' }).click()
  await card.getByRole('button', { name: 'Compute again' }).waitFor({ timeout: 240_000 })
  await arrive('surface-map')
  await choose(page, '3-D')
  await card.getByRole('button', { name: /^Loss around the weights of step/ }).press('ArrowLeft')
  await arrive('surface-relief')

  await card.getByRole('button', { name: 'Table of the loss surface' }).click()
  const way = card.getByRole('table', { name: 'The run’s path' }).getByRole('row').last()
  const shown = (await numbersOf(way)).at(-1)
  const { config, weights } = await latestCheckpoint(dataFolder)
  const rows = [...sampleEvenly(runRows(config, 1000).train, 200)]
  const { images, labels } = await readSmallImages('train', rows)
  const loss = referenceNetwork(weights).backward(images, labels)
  expect(shown).toBeCloseTo(loss, 2)
  await arrive('surface-table')
}

function column(page: Page, name: RegExp): Locator {
  return page.getByRole('region', { name: 'The network' }).getByRole('button', { name })
}

async function choose(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('main').getByRole('radio', { name }).check()
}

/** One of the ways to look at a layer, where it has more than one. */
async function chooseTab(page: Page, name: string): Promise<void> {
  await page.getByRole('radiogroup', { name: 'What to show' }).getByRole('radio', { name }).check()
}

/** From 0: a click on a column chooses the map that lies under the pointer. */
async function shownMap(detail: Locator, what: 'filter' | 'map'): Promise<number> {
  return Number(/\d+/.exec(await detail.getByText(new RegExp(`^${what} \\d+ of 8$`)).innerText())) - 1
}

/** All numbers in an element's text but those that are part of a word: `conv1`. */
async function numbersOf(place: Locator): Promise<number[]> {
  await place.first().waitFor()
  const text = await place.first().innerText()
  return [...text.matchAll(/(?<![\w.])[−-]?\d[\d,]*(\.\d+)?/g)].map(([number]) =>
    Number(number.replace('−', '-').replaceAll(',', ''))
  )
}

function referenceNetwork(weights: Weights): ReferenceNetwork {
  const network = new ReferenceNetwork(editedModel, 'float32')
  network.parameters.forEach(({ values }, i) => {
    values.set(weights[i]?.values ?? [])
  })
  return network
}

const parameterCount = (model: ModelSpec): number =>
  initialWeights(model, 1).reduce((sum, { values }) => sum + values.length, 0)

async function latestRun(dataFolder: string): Promise<string> {
  const folder = path.join(dataFolder, 'runs')
  const runs = await readdir(folder)
  return path.join(folder, runs.sort().at(-1) ?? '')
}

async function checkpointSteps(dataFolder: string): Promise<number[]> {
  const names = await readdir(path.join(await latestRun(dataFolder), 'checkpoints'))
  return names.map(Number).sort((a, b) => a - b)
}

async function latestCheckpoint(dataFolder: string) {
  const steps = await checkpointSteps(dataFolder)
  const { config, state } = await readCheckpoint(
    runPaths.checkpoint(await latestRun(dataFolder), steps.at(-1) ?? 0)
  )
  return { config, weights: state.weights }
}
