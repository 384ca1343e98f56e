import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { type ImageShape, imageShape } from '../../src/core/data/dataset-info'
import { lessonDataset } from '../../src/core/data/lesson-dataset'
import { classCount } from '../../src/core/model/infer-shapes'
import { lessonModel } from '../../src/core/model/lesson-model'
import type { ModelSpec } from '../../src/core/model/model-spec'
import { modelPresets } from '../../src/core/model/presets/model-presets'
import { untrainedState, type Weights } from '../../src/core/model/weights'
import { lessonConfig } from '../../src/core/settings/run-config'
import type { Checkpoint } from '../../src/core/training/checkpoint'
import { startPosition } from '../../src/core/training/train-job'
import { ImageDecoder } from '../../src/lab/dataset/decoding/image-decoder'
import { encodePng } from '../../src/lab/dataset/export/encode-png'
import { encodePage, type PageOptions } from '../../src/lab/exchange/page/encode-page'
import { readPageFiles } from '../../src/lab/exchange/page/page-files'
import { compared, runnable } from '../code/configurations'
import { hashedWeights } from '../engine-conformance/hashed-weights'
import { referenceScores } from '../exchange/reference-scores'
import { someImages } from '../exchange/some-images'
import { imageFiles } from '../image-files/expected-images'
import { busyMachineMs } from './busy-machine'
import { canSandbox } from './can-sandbox'
import { fakeCamera } from './fake-camera'
import { findBarriers } from './find-barriers'
import { projectRoot } from './project-root'
import { required } from './required'
import { temporaryFolder } from './temporary-folder'
import { transferFiles } from './transfer-files'
import { watchComplaints } from './watch-complaints'

/** @param camera what it answers to a page that asks for one */
function launch(camera: 'allow' | 'deny'): Promise<Browser> {
  const { executable, env } = required('Chromium', inject('chromium'))
  return chromium.launch({
    executablePath: executable,
    env: { ...process.env, ...env },
    chromiumSandbox: canSandbox,
    args: [fakeCamera, `--use-fake-ui-for-media-stream${camera === 'deny' ? '=deny' : ''}`]
  })
}

let browser: Browser
let options: PageOptions
beforeAll(async () => {
  browser = await launch('deny')
  const files = await readPageFiles(path.join(projectRoot, 'out', 'page'))
  options = { averaged: false, name: 'Run 7', accuracy: undefined, samples: [], files, version: '1.2.3' }
})
afterAll(() => browser.close())

function checkpointOf(model: ModelSpec, weights: Weights): Checkpoint {
  return {
    config: { ...lessonConfig, model },
    classes: Array.from({ length: classCount(model) }, (_, label) => `class number ${label}`),
    dataset: undefined,
    epoch: 0,
    position: startPosition(0.001),
    state: untrainedState(weights),
    versions: {}
  }
}

interface Opened {
  readonly page: Page
  readonly complaints: readonly string[]
  /** Addresses that it asked for, besides its own. */
  readonly requests: readonly string[]
}

async function opened(html: Uint8Array, context?: BrowserContext): Promise<Opened> {
  const file = path.join(await temporaryFolder(), 'network.html')
  await writeFile(file, html)
  const page = await (context ?? browser).newPage()
  page.setDefaultTimeout(busyMachineMs)
  const complaints = watchComplaints(page)
  const address = pathToFileURL(file).href
  const requests: string[] = []
  page.on('request', (request) => {
    if (request.url() !== address && request.url() !== 'data:,') requests.push(request.url())
  })
  await page.goto(address)
  await page.getByRole('heading', { level: 1 }).waitFor()
  return { page, complaints, requests }
}

const seen = (page: Page): Locator => page.getByRole('img', { name: 'as the network sees it' })

async function show(page: Page, name: string, content: Buffer): Promise<void> {
  await page.getByLabel('Picture file').setInputFiles({ name, mimeType: 'image/png', buffer: content })
  await page.getByRole('img', { name: `${name}, as the network sees it` }).waitFor()
}

/** Of all classes, by name. */
async function shownProbabilities(page: Page): Promise<Map<string, number>> {
  const all = page.getByRole('button', { name: /^All / })
  if (await all.isVisible()) await all.click()
  const rows = await page
    .locator('tbody tr')
    .evaluateAll((elements) =>
      elements.map((row) => [
        row.querySelector('th')?.textContent ?? '',
        Number(row.querySelector('td')?.getAttribute('data-probability'))
      ])
    )
  return new Map(rows.map(([name, share]) => [String(name), Number(share)]))
}

function softmax(scores: Float32Array): number[] {
  const highest = Math.max(...scores)
  const powers = Array.from(scores, (score) => Math.exp(score - highest))
  const sum = powers.reduce((total, power) => total + power, 0)
  return powers.map((power) => power / sum)
}

/** Shows the page an image of the network's size, and compares what it says with the reference engine. */
async function expectSame(model: ModelSpec, weights: Weights): Promise<Opened> {
  const shape = imageShape.parse(model.inputShape)
  const image = someImages(1, shape)
  const checkpoint = checkpointOf(model, weights)
  const one = await opened(encodePage(checkpoint, options))
  await show(one.page, 'noise.png', encodePng(image, shape))
  const scores = await referenceScores(model, weights, image, 1)
  const shares = await shownProbabilities(one.page)
  expect(shares.size).toBe(scores.length)
  // Logarithms of probabilities are the scores again, less one number.
  const highest = Math.max(...scores)
  const largest = Math.max(...scores.map(Math.abs))
  const expected = softmax(scores)
  const most = Math.max(...shares.values())
  scores.forEach((score, label) => {
    const share = shares.get(`class number ${label}`) ?? NaN
    expect(Math.abs(share - (expected[label] ?? NaN))).toBeLessThan(1e-5)
    const difference = Math.log(share / most) - (score - highest)
    if (share > 1e-300) expect(Math.abs(difference)).toBeLessThan(2e-5 * largest)
  })
  expect(one.complaints).toEqual([])
  expect(one.requests).toEqual([])
  return one
}

describe('a network in a page of its own', () => {
  test.each([...compared, ...runnable])('computes what Tenfold computes: $name', async ({ config }) => {
    const { page } = await expectSame(config.model, hashedWeights(config.model))
    await page.close()
  })

  test.each(modelPresets)('computes what Tenfold computes: $text', async ({ model }) => {
    const { page } = await expectSame(model, hashedWeights(model))
    await page.close()
  })

  test.each<readonly [string, ImageShape]>([
    ['grey', [28, 28, 1]],
    ['not square', [20, 36, 3]]
  ])('computes what Tenfold computes: %s images, frozen layers, pixels of each channel', async (_, shape) => {
    const layers = lessonModel.layers.map((layer, i) =>
      i === 0 && layer.type === 'conv2d' ? { ...layer, frozen: true } : layer
    )
    const [height, width, channels] = shape
    const ranges = [
      [-2.1, 2.2],
      [-2, 2.4],
      [-1.8, 2.6]
    ] as const
    const model: ModelSpec = {
      inputShape: [height, width, channels],
      pixels: ranges.slice(0, channels).map(([low, high]): [number, number] => [low, high]),
      layers
    }
    const { page } = await expectSame(model, hashedWeights(model))
    await page.close()
  })
})

test('a picture is fitted as Tenfold fits it, from a file, dropped or pasted', async () => {
  const decoder = new ImageDecoder({
    decoderFile: path.join(projectRoot, 'out', 'main', 'decoder.cjs'),
    processes: 1,
    secondsPerImage: 120
  })
  const { page } = await opened(encodePage(checkpointOf(lessonModel, hashedWeights(lessonModel)), options))
  try {
    for (const name of [
      'large.png',
      'large-transparent.png',
      'orientation-6.jpg',
      'grey.png',
      'palette.png'
    ]) {
      await page.getByLabel('Picture file').setInputFiles(path.join(imageFiles, name))
      const image = page.getByRole('img', { name: `${name}, as the network sees it` })
      await image.waitFor()
      const source = { path: path.join(imageFiles, name) }
      const { pixels } = await decoder.decode({ source, shape: [32, 32, 3], fit: 'cover' })
      const shown = await planesOf(image)
      const differences = [...pixels].map((value, i) => Math.abs(value - (shown[i] ?? NaN)))
      const mean = differences.reduce((sum, difference) => sum + difference, 0) / differences.length
      expect(mean, name).toBeLessThan(1.5)
    }
  } finally {
    await decoder.close()
  }
  const content = encodePng(someImages(1, [32, 32, 3]), [32, 32, 3])
  for (const how of ['drop', 'paste'] as const) {
    await transferFiles(page, how, [{ name: `${how}.png`, content }])
    await page.getByRole('img', { name: `${how}.png, as the network sees it` }).waitFor()
  }
  const text = path.join(projectRoot, 'package.json')
  await page.getByLabel('Picture file').setInputFiles(text)
  const alert = page.getByRole('alert')
  expect(await alert.textContent()).toContain('package.json is not a picture that this browser can read.')
  await show(page, 'again.png', content)
  await alert.waitFor({ state: 'hidden' })
  await page.close()
})

/** u8[3, height, width] of what a canvas shows. */
function planesOf(canvas: Locator): Promise<number[]> {
  return canvas.evaluate((element) => {
    if (!(element instanceof HTMLCanvasElement)) return []
    const { data } = element.getContext('2d')?.getImageData(0, 0, element.width, element.height) ?? {}
    const pixels = [...(data ?? [])]
    return [0, 1, 2].flatMap((channel) => pixels.filter((_, i) => i % 4 === channel))
  })
}

const samples = [0, 1, 2].map((label) => ({
  pixels: Buffer.from(someImages(1, [32, 32, 3])).toString('base64'),
  label
}))

test.each(['light', 'dark'] as const)('a %s page has no barriers, wide or narrow', async (colorScheme) => {
  const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 800 } })
  const trained = {
    ...checkpointOf(lessonModel, hashedWeights(lessonModel)),
    classes: lessonDataset.classes,
    dataset: lessonDataset,
    epoch: 2
  }
  const accuracy = { share: 0.61, images: 10_000, dataset: 'CIFAR-10' }
  const { page, complaints } = await opened(encodePage(trained, { ...options, samples, accuracy }), context)
  expect(await page.title()).toBe('CIFAR-10 classifier · Run 7')
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('button', { name: 'Test image 1: plane' }).click()
  await seen(page).waitFor()
  expect(await page.getByText('its label in the data set').textContent()).toBeTruthy()
  const current = page.locator('button[aria-current]')
  expect(await current.getAttribute('title')).toBe('plane')
  await show(page, 'own.png', encodePng(someImages(1, [32, 32, 3]), [32, 32, 3]))
  expect(await current.count()).toBe(0)
  expect(await page.getByText('61.0 % of the 10,000 test images of CIFAR-10').count()).toBe(1)
  for (const summary of ['Its layers', 'Licences of the programs in this page'])
    await page.getByText(summary).click()
  expect(await page.getByRole('region', { name: 'Licences' }).textContent()).toContain('Apache License')
  for (const width of [1280, 390, 320]) {
    await page.setViewportSize({ width, height: 844 })
    expect(await findBarriers(page)).toEqual([])
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
  }
  expect(complaints).toEqual([])
  await context.close()
})

test('names from a data set are only text, and nothing that they ask for is done', async () => {
  const evil = '</script><img src="https://example.com/x" onerror="document.title=1"><!--<script>'
  const checkpoint = checkpointOf(lessonModel, hashedWeights(lessonModel))
  const html = encodePage(
    {
      ...checkpoint,
      classes: checkpoint.classes.map((name) => evil + name),
      dataset: { ...lessonDataset, name: evil }
    },
    { ...options, name: evil, samples }
  )
  const { page, complaints, requests } = await opened(html)
  expect(await page.title()).toBe(`${evil} classifier · ${evil}`)
  await page.getByRole('button', { name: 'Test image 1' }).click()
  await page.locator('tbody th').first().waitFor()
  expect(await page.locator('tbody th').first().textContent()).toContain(evil)
  expect(await page.locator('img').count()).toBe(0)
  // Even markup that got into the page could load and run nothing.
  await page.evaluate(() => {
    document.body.insertAdjacentHTML(
      'beforeend',
      '<img src="https://example.com/y" onerror="document.title=1">'
    )
    const script = document.createElement('script')
    script.textContent = 'document.title = 2'
    document.body.append(script)
  })
  await expect
    .poll(() => complaints.filter((text) => text.includes('Content Security Policy')).length)
    .toBeGreaterThan(1)
  expect(await page.title()).toContain('classifier')
  expect(requests.filter((address) => !address.includes('/y'))).toEqual([])
  await page.close()
})

test('the camera’s picture is taken, and a refusal is told in words', async () => {
  const html = encodePage(checkpointOf(lessonModel, hashedWeights(lessonModel)), options)
  const refused = await opened(html)
  await refused.page.getByRole('button', { name: 'Use the camera' }).click()
  const alert = refused.page.getByRole('alert')
  expect(await alert.textContent()).toContain('The browser did not give this page the camera.')
  await refused.page.close()
  const allowing = await launch('allow')
  onTestFinished(() => allowing.close())
  const { page, complaints } = await opened(html, await allowing.newContext())
  await page.getByRole('button', { name: 'Use the camera' }).click()
  await page.getByRole('button', { name: 'Take the picture' }).click()
  await seen(page).waitFor()
  const [first] = await planesOf(seen(page))
  expect(first).toBeDefined()
  expect(await page.getByRole('button', { name: 'Use the camera' }).isVisible()).toBe(true)
  expect(complaints).toEqual([])
})
