import type { Locator, Page } from 'playwright-core'
import { loadManifest, manifestVariable } from '../../src/lab/dataset/files/load-manifest'
import { datasetInfoOf } from '../../src/lab/dataset/files/manifest'
import { expect, inject, test } from 'vitest'
import { dialects } from '../../src/core/code/dialect'
import { scriptText } from '../../src/core/code/script'
import { writeScript } from '../../src/core/lesson/write-script'
import { lessonDataset } from '../../src/core/data/lesson-dataset'
import { required } from '../../src/core/base/required'
import { countParameters } from '../../src/core/model/infer-shapes'
import { lessonModel } from '../../src/core/model/lesson-model'
import { lessonConfig } from '../../src/core/settings/run-config'
import { findBarriers } from './find-barriers'
import { openBrowser } from './open-browser'
import { downloadDataset, goTo, pressTrain, runBar, seeResult, setFields, waitUntilFinished } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeBrowser } from './workbench'

const languages = { pytorch: 'PyTorch', tfjs: 'TensorFlow.js' } as const

describeBrowser('the guide', () => {
  test('checks answers against the laboratory, and keeps what is done', async () => {
    const { page, close, complaints } = await openBrowser(await temporaryFolder())
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await downloadDataset(page)
    await guide(page).getByRole('radio', { name: 'Try it, 1 of 3 done' }).check({ force: true })

    // 1,000 images: 15 batches of 64, and 40 images.
    expect(await answer(page, 'Size of the last batch', '40')).toMatch(/^Not yet. The batch size is 4/)
    await page.getByLabel('Batch size', { exact: true }).fill('64')
    await expect.poll(() => guide(page).getByText('Not yet.').count()).toBe(0)
    expect(await answer(page, 'Size of the last batch', '17')).toMatch(
      /^Not quite. 1,000 images fill 15 batches/
    )
    expect(await answer(page, 'Size of the last batch', '40')).toMatch(/^Right. 1,000 = 15 × 64 \+ 40/)
    await guide(page).getByRole('button', { name: 'Use the lesson’s settings' }).click()
    await expect.poll(() => page.getByLabel('Batch size', { exact: true }).inputValue()).toBe('4')
    await page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => page.getByLabel('Batch size', { exact: true }).inputValue()).toBe('64')
    expect(await answer(page, 'From byte to network input', '−0.6')).toMatch(/^Right/)
    await guide(page).getByText('3 of 14 exercises').waitFor()
    expect(await findBarriers(page)).toEqual([])

    await guide(page)
      .getByRole('button', { name: /^Network: / })
      .click()
    await tryIt(page)
    await guide(page).getByRole('button', { name: 'Show me where' }).click()
    await page.getByRole('radio', { name: 'Edit' }).check({ force: true })
    await page.getByRole('textbox', { name: 'Filters' }).fill('12')
    const [conv1, ...others] = lessonModel.layers
    if (conv1?.type !== 'conv2d') throw new Error('the lesson begins with a convolution')
    const wider = countParameters({ ...lessonModel, layers: [{ ...conv1, filters: 12 }, ...others] })
    expect(await answer(page, 'More filters', '62,006')).toMatch(/^Not quite/)
    expect(await answer(page, 'More filters', String(wider))).toMatch(/^Right. 64,862/)
    expect(await check(page, 'Padding that keeps the size')).toMatch(
      /^Not quite. The input is 32 × 32, the output 28 × 28/
    )
    for (const side of ['Padding, down', 'Padding, across']) {
      await page.getByLabel(side, { exact: true }).fill('2')
    }
    expect(await check(page, 'Padding that keeps the size')).toMatch(/^Right/)

    await guide(page)
      .getByRole('button', { name: /^Optimizer: / })
      .click()
    await page.getByRole('slider', { name: 'Momentum' }).fill('0')
    expect(await answer(page, 'SGD with momentum 0', 'none of them')).toMatch(/^Not quite/)
    expect(await answer(page, 'SGD with momentum 0', 'Momentum and Nesterov')).toMatch(/^Right/)
    expect(await check(page, 'A learning rate that is too high')).toMatch(
      /^Not quite. At a rate of 0.6, SGD still moves down/
    )
    await page.getByRole('slider', { name: 'SGD rate' }).fill('0.3')
    expect(await check(page, 'A learning rate that is too high')).toMatch(/^Right/)

    await guide(page)
      .getByRole('button', { name: /^Train: / })
      .click()
    await setFields(page, { 'Batch size': '8', 'Log every': '25', Epochs: '2', 'Learning rate': '0.01' })
    expect(await answer(page, 'Number of log lines', '5')).toMatch(
      /^Not quite. That is the number for one epoch/
    )
    await train(page, 1)
    const withMomentum = await lossesOf(page)
    expect(await answer(page, 'Number of log lines', '10')).toMatch(/^Right. .* Run #1 printed 10\.$/)
    expect(withMomentum).toHaveLength(10)
    expect(await answer(page, 'Training without momentum', 'the run without momentum')).toMatch(
      /^Not yet. Run #1 had momentum 0.9/
    )
    await setFields(page, { Momentum: '0' })
    await train(page, 2)
    const without = await lossesOf(page)
    const higher =
      (without.at(-1) ?? 0) > (withMomentum.at(-1) ?? 0)
        ? 'the run without momentum'
        : 'the run with momentum'
    const other = higher === 'the run with momentum' ? 'the run without momentum' : 'the run with momentum'
    expect(await answer(page, 'Training without momentum', other)).toMatch(/^Not quite. Run #2/)
    expect(await answer(page, 'Training without momentum', higher)).toMatch(/^Right. Run #2/)

    const { row, column, cat, last } = await confuseCats(page, 3)
    expect(await answer(page, 'Mistakes on images of cats', mostFrequent(row, cat))).toMatch(/^Right/)
    expect(await answer(page, 'Images wrongly predicted as cat', mostFrequent(column, cat))).toMatch(/^Right/)
    expect(await answer(page, 'How far apart are five seeds?', '3')).toMatch(
      /^Not yet. The settings with the most seeds have 1 finished run/
    )
    const shares: number[] = []
    for (const seed of [1, 2, 3, 4, 5]) {
      await setFields(page, { Seed: String(20 + seed) })
      await train(page, last + seed)
      await goTo(page, 'Evaluate')
      shares.push(await accuracyOf(page))
    }
    const apart = Math.max(...shares) - Math.min(...shares)
    expect(await answer(page, 'How far apart are five seeds?', String(apart + 5))).toMatch(/^Not quite/)
    expect(await answer(page, 'How far apart are five seeds?', apart.toFixed(1))).toMatch(/^Right/)
    await guide(page).getByText('14 of 14 exercises').waitFor()
    await guide(page).getByRole('button', { name: 'Evaluate: 4 of 4 exercises done' }).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await page
      .getByRole('region', { name: 'Notices' })
      .getByRole('button', { name: 'See what you learned' })
      .click()
    await page.getByText('All 14 exercises are done.').waitFor()
    expect(await page.getByText('Still open').count()).toBe(0)
    expect(await findBarriers(page)).toEqual([])
    await goTo(page, 'Evaluate')
    await tryIt(page)
    await guide(page).getByText('All 14 exercises are done.').waitFor()

    await page.waitForTimeout(600) // settings are saved a moment after the last change
    await page.reload()
    await guide(page).getByText('14 of 14 exercises').waitFor()
    await tryIt(page)
    await guide(page).getByRole('button', { name: 'Start the lesson over' }).click()
    await page.getByText('stay done, because the data and the runs are still here').waitFor()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await guide(page).getByText('14 of 14 exercises').waitFor()
    await guide(page).getByRole('button', { name: 'Start the lesson over' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Start over', exact: true }).click()
    await guide(page).getByText('3 of 14 exercises').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  test('goes from line to line, and keeps the place while the pointer is elsewhere', async () => {
    const { page, close, complaints } = await openBrowser(await temporaryFolder())
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await downloadDataset(page)
    await page.getByRole('button', { name: 'Start the lesson' }).click()
    const note = guide(page).locator('article > p').first()
    const at = (line: number): Promise<void> =>
      note.filter({ hasText: new RegExp(`^Line ${line}\\D`) }).waitFor()
    const next = guide(page).getByRole('group', { name: 'Line after line' }).getByRole('button').last()
    await at(1)
    await next.click()
    await at(2)
    await guide(page).getByRole('button', { name: 'Previous line' }).click()
    await at(1)

    const line = code(page, 'pytorch').getByRole('button').filter({ hasText: 'std=' })
    await line.click()
    await note.filter({ hasText: 'the difference is divided by' }).waitFor()
    await page.getByRole('main').getByRole('region', { name: 'How an image becomes numbers' }).waitFor()
    const tile = page.getByRole('main').getByText('Training images', { exact: true })
    const ofTile = guide(page).getByRole('heading', { name: /images to learn from$/ })
    await tile.hover()
    await ofTile.waitFor()
    await page.mouse.move(0, 0)
    await note.filter({ hasText: 'the difference is divided by' }).waitFor()
    await tile.click()
    await page.mouse.move(0, 0)
    await ofTile.waitFor()
    await guide(page)
      .getByRole('button', { name: /^Back to line/ })
      .click()
    await note.filter({ hasText: 'the difference is divided by' }).waitFor()
    await page.getByRole('main').getByRole('region', { name: 'How an image becomes numbers' }).waitFor()

    while ((await next.textContent())?.trim() === 'Next line') await next.click()
    expect((await next.textContent())?.trim()).toBe('Next: Network')
    await next.click()
    await page.getByRole('main').getByRole('region', { name: 'The network' }).waitFor()
    await guide(page).getByText('class Net(nn.Module):').waitFor()
    await note.filter({ hasText: 'Defines a class' }).waitFor()
    await goTo(page, 'Train')
    await note.filter({ hasText: 'Python sets' }).waitFor()
    await goTo(page, 'Network')
    await note.filter({ hasText: 'Defines a class' }).waitFor()
    await code(page, 'pytorch').getByRole('button').last().click()
    await goTo(page, 'Evaluate')
    await next.click()
    await page.getByRole('heading', { name: 'Your lesson in summary' }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  test('writes the code that the settings say, in both languages', async () => {
    const dataset = datasetInfoOf(await loadManifest({ [manifestVariable]: inject('manifestFile') }))
    const { page, save, close, complaints } = await openBrowser(await temporaryFolder())
    await setFields(page, { 'Batch size': '32', Momentum: '0.75', Validation: '20', Seed: '7' })
    const config = {
      ...lessonConfig,
      batchSize: 32,
      seed: 7,
      validationSplit: 0.2,
      optimizer: { ...lessonConfig.optimizer, momentum: 0.75 }
    }
    for (const dialect of dialects) {
      await guide(page).getByRole('radio', { name: languages[dialect] }).check({ force: true })
      const script = writeScript(dialect, config, dataset)
      const file = await save(() =>
        guide(page)
          .getByRole('button', { name: /^Save the whole script/ })
          .click()
      )
      expect(file.name).toBe(script.fileName)
      expect(file.content.toString()).toBe(scriptText(script))
      const shown = await code(page, dialect).getByRole('button').allTextContents()
      expect(shown).toEqual(
        scriptText(script)
          .split('\n')
          .filter((line) => line !== '')
      )
      expect(await linesWithoutWords(page), dialect).toEqual([])
    }
    await page.waitForTimeout(600) // settings are saved a moment after the last change
    await page.reload()
    await code(page, 'tfjs').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  test('a line, its control and its value are one', async () => {
    const { page, close, complaints } = await openBrowser(await temporaryFolder())
    await goTo(page, 'Train')
    const line = code(page, 'pytorch').getByRole('listitem').filter({ hasText: 'momentum=' })
    const control = page.getByLabel('Momentum', { exact: true })
    const lit = page.locator('main [data-lit]')
    await line.hover()
    await lit.filter({ has: control }).waitFor()
    await page.mouse.move(0, 0)
    await expect.poll(() => lit.count()).toBe(0)
    await control.focus()
    await expect.poll(() => line.getAttribute('data-lit')).toBe('')
    await control.fill('0.5')
    expect((await line.textContent())?.trim()).toMatch(/momentum=0.5,$/)
    await guide(page).getByRole('heading', { name: 'Keeps 0.5 of the last step' }).waitFor()

    await goTo(page, 'Evaluate')
    await code(page, 'pytorch').getByRole('button', { name: 'lr=0.001,' }).focus()
    await guide(page)
      .getByRole('button', { name: /^Learning rate/ })
      .click()
    await expect.poll(() => page.getByLabel('Learning rate', { exact: true }).evaluate(isFocused)).toBe(true)
    expect(complaints).toEqual([])
    await close()
  })
})

const guide = (page: Page): Locator => page.getByRole('complementary', { name: 'Guide' })
const code = (page: Page, dialect: keyof typeof languages): Locator =>
  guide(page).getByRole('list', { name: `Code, ${languages[dialect]}` })
/** In percent, of the run on screen. */
async function accuracyOf(page: Page): Promise<number> {
  const shown = page
    .getByRole('main')
    .getByText(/^Accuracy, /)
    .locator('xpath=following-sibling::p//b')
  return parseFloat(required((await shown.textContent()) ?? undefined, 'the accuracy'))
}

const isFocused = (element: Element): boolean => element === document.activeElement

/** Unfolds an exercise, types or chooses, and lets it be checked. @returns the verdict */
async function answer(page: Page, title: string, text: string): Promise<string> {
  const exercise = await unfold(page, title)
  const field = exercise.getByLabel('Answer')
  if ((await field.evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption(text)
  else await field.fill(text)
  return verdictOf(exercise)
}

async function check(page: Page, title: string): Promise<string> {
  return verdictOf(await unfold(page, title))
}

/** The exercises, in place of the explanation. */
async function tryIt(page: Page): Promise<void> {
  await guide(page)
    .getByRole('radio', { name: /^Try it/ })
    .check({ force: true })
}

async function unfold(page: Page, title: string): Promise<Locator> {
  await tryIt(page)
  const exercise = guide(page).getByRole('listitem').filter({ hasText: title })
  const head = exercise.getByRole('button', { name: title })
  if ((await head.getAttribute('aria-expanded')) !== 'true') await head.click()
  return exercise
}

async function verdictOf(exercise: Locator): Promise<string> {
  await exercise.getByRole('button', { name: 'Check', exact: true }).click()
  const verdict = exercise.getByRole('status').locator('p').first()
  await verdict.waitFor()
  return (await verdict.textContent()) ?? ''
}

/** Until the run of that number has trained to its end. */
async function train(page: Page, number: number): Promise<void> {
  await pressTrain(page)
  await runBar(page).getByText(`#${number} ·`).waitFor()
  await waitUntilFinished(page)
}

async function lossesOf(page: Page): Promise<readonly number[]> {
  const text = (await page.getByRole('log', { name: 'Training log' }).textContent()) ?? ''
  return [...text.matchAll(/loss: (\d\.\d{3})/g)].map(([, loss]) => Number(loss))
}

/** Trains until a run takes cats for something else and something else for cats, as small and clean as its images are. */
async function confuseCats(
  page: Page,
  number: number
): Promise<{
  readonly row: readonly number[]
  readonly column: readonly number[]
  readonly cat: number
  /** The run of which these are. */
  readonly last: number
}> {
  const cat = lessonDataset.classes.indexOf('cat')
  for (const [i, rate] of ['0.002', '0.003', '0.004', '0.006', '0.008', '0.015', '0.02', '0.03'].entries()) {
    await setFields(page, { Momentum: '0.9', Epochs: '1', 'Learning rate': rate })
    await train(page, number + i)
    await seeResult(page)
    await page.getByRole('button', { name: 'Table of the confusion matrix' }).click()
    const counts = await matrixOf(page)
    const row = counts[cat] ?? []
    const column = counts.map((one) => one[cat] ?? 0)
    const mistaken = (along: readonly number[]): boolean => along.some((count, j) => j !== cat && count > 0)
    if (mistaken(row) && mistaken(column)) return { row, column, cat, last: number + i }
  }
  throw new Error('no run has confused cats with anything')
}

/** counts[true class][predicted class], as the table shows them */
async function matrixOf(page: Page): Promise<readonly (readonly number[])[]> {
  const rows = page.getByRole('region', { name: 'Confusion matrix' }).locator('tbody tr')
  return Promise.all(
    (await rows.all()).map(async (row) =>
      (await row.getByRole('cell').allTextContents()).map((text) => Number(text.replaceAll(',', '')))
    )
  )
}

function mostFrequent(counts: readonly number[], without: number): string {
  const others = counts.map((count, i) => (i === without ? -1 : count))
  return lessonDataset.classes[others.indexOf(Math.max(...others))] ?? ''
}

/** Lines that the guide does not explain, each under its own number. */
function linesWithoutWords(page: Page): Promise<readonly string[]> {
  return guide(page).evaluate(async (element) => {
    const missing: string[] = []
    for (const [i, item] of element.querySelectorAll('ol[aria-label^="Code"] > li').entries()) {
      const line = item.querySelector('button')
      if (line === null) continue
      line.focus()
      const note = (): string => element.querySelector('article > p')?.textContent ?? ''
      for (let waited = 0; waited < 200 && !note().startsWith(`Line ${i + 1}`); waited++) {
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      const said = note()
        .slice(`Line ${i + 1}`.length)
        .trim()
      if (said === '' || element.querySelector('article > h3') === null) missing.push(line.textContent)
    }
    return missing
  })
}
