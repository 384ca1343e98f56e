import { expect, test } from 'vitest'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { makeGreyShapes } from '../grey-shapes/make-grey-shapes'
import { findBarriers } from './find-barriers'
import { runCommand } from './run-command'
import {
  exportReport,
  goTo,
  loadCheckpoint,
  pressTrain,
  rooms,
  runBar,
  seeResult,
  setFields,
  takeFiles,
  waitUntilFinished
} from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeHosts } from './workbench'

describeHosts('five classes of grey images, 20 x 28', (open) => {
  test('are trained on, looked at in every room, evaluated, saved, loaded, reported and shared', async () => {
    const shapes = await makeGreyShapes(await temporaryFolder())
    const workbench = await open(await temporaryFolder(), shapes)
    const { page } = workbench
    await takeFiles(page, shapes.folder)
    const main = page.getByRole('main')
    await main.getByText('20 × 28 × 1').first().waitFor()
    expect(
      await main.getByRole('group', { name: 'Sample images' }).getByRole('heading').allInnerTexts()
    ).toEqual(shapes.manifest.classes)
    await main.getByText('80 of each class in the training set').waitFor()
    for (const tab of ['One image', 'Batches', 'Train and test', 'Every class']) {
      await main.getByRole('radio', { name: tab }).click()
      await main.getByRole('img').first().waitFor()
      expect(await findBarriers(page), tab).toEqual([])
    }

    await setFields(page, { 'Learning rate': '0.01', 'Batch size': '4', Epochs: '4', 'Log every': '50' })
    await pressTrain(page)
    await waitUntilFinished(page)
    await seeResult(page)
    const accuracy = await main
      .getByText(/^\d+\.\d %$/)
      .first()
      .innerText()
    // Chance is 20 %.
    expect(Number.parseFloat(accuracy)).toBeGreaterThan(50)
    const headers = main.getByRole('grid', { name: /^Confusion matrix/ }).getByRole('columnheader')
    expect(await headers.allInnerTexts()).toEqual(expect.arrayContaining([...shapes.manifest.classes]))
    await main.getByText('20.0 %').first().waitFor()

    for (const room of rooms) {
      await goTo(page, room)
      await page.getByRole('main').waitFor()
      expect(await findBarriers(page), room).toEqual([])
      const guide = page.getByRole('complementary', { name: 'Guide' })
      if (await guide.isVisible())
        expect(await guide.innerText(), room).not.toMatch(/CIFAR|plane|truck|ten classes/)
      if (room !== 'Lesson') continue
      await main.getByRole('radio', { name: 'Your summary' }).check({ force: true })
      await main.getByText('What you learned').waitFor()
      expect(await main.innerText()).not.toMatch(/CIFAR|plane|truck|ten classes/)
    }
    await goTo(page, 'Network')
    await main.getByText('20 × 28 × 1').first().waitFor()
    await main.getByText('ring', { exact: true }).filter({ visible: true }).first().waitFor()
    await main.getByRole('img', { name: 'Input with the window of the filter on it' }).waitFor()

    await goTo(page, 'Evaluate')
    const checkpoint = await workbench.save(() =>
      page.getByRole('main').getByRole('button', { name: 'Save checkpoint' }).click()
    )
    await loadCheckpoint(page, checkpoint)
    await runBar(page).getByText(`Loaded from ${checkpoint.name}`).waitFor()
    await runBar(page).getByRole('button', { name: 'Evaluate' }).click()
    await seeResult(page)
    expect(await main.getByText(accuracy, { exact: true }).count()).toBeGreaterThan(0)
    const json: unknown = JSON.parse(
      (await workbench.save(() => exportReport(page, 'JSON'))).content.toString()
    )
    expect(json).toMatchObject({
      run: { dataset: { id: 'grey-shapes', shape: [20, 28, 1], classes: shapes.manifest.classes } },
      evaluation: { images: 200, classes: shapes.manifest.classes.map((name) => ({ name, total: 40 })) }
    })
    const html = await workbench.save(() => exportReport(page, 'HTML'))
    expect(html.content.toString()).toContain('Grey shapes')

    await page.getByRole('button', { name: 'Share as an assignment' }).click()
    await page.getByLabel('Title').fill('Shapes')
    const file = await workbench.save(() => page.getByRole('button', { name: 'Save file' }).click())
    expect(JSON.parse(file.content.toString())).toMatchObject({ dataset: { name: 'Grey shapes' } })
    expect(workbench.complaints).toEqual([])
    await workbench.close()

    // Where the data set is another one, the assignment says for what it is meant.
    const elsewhere = await open(await temporaryFolder())
    await elsewhere.page.getByRole('button', { name: 'Open an assignment' }).click()
    const given = { name: file.name, mimeType: 'application/json', buffer: file.content }
    await elsewhere.page.getByLabel('Assignment file').setInputFiles(given)
    await elsewhere.page
      .getByText('This assignment is for Grey shapes with images of 20 × 28 × 1 and 5 classes', {
        exact: false
      })
      .first()
      .waitFor()
    await elsewhere.close()
  })
})

test('five classes of grey images are trained on in a terminal, evaluated, exported and reported', async () => {
  const dataset = await makeGreyShapes(await temporaryFolder())
  const dataFolder = await temporaryFolder()
  const options = { dataFolder, dataset }
  const trained = await runCommand(
    ['train', '--epochs', '4', '--learning-rate', '0.01', '--seed', '3', '--data-path', dataset.folder],
    options
  )
  expect({ code: trained.code, stderr: trained.stderr }).toMatchObject({ code: 0 })
  const accuracies = trained.stdout.trimEnd().split('\n').slice(-6)
  expect(accuracies[0]).toMatch(/^Accuracy of the network on the 200 test images: \d+\.\d %$/)
  for (const [i, name] of dataset.manifest.classes.entries()) expect(accuracies[i + 1]).toContain(name)
  const evaluated = await runCommand(['evaluate', '1'], options)
  expect(evaluated.stdout.trimEnd().split('\n')).toEqual(accuracies)

  const exported = path.join(dataFolder, 'net.tenfold.json')
  expect(await runCommand(['export', '1', '--output', exported], options)).toMatchObject({ code: 0 })
  const again = await runCommand(['evaluate', exported], options)
  expect(again.stdout.trimEnd().split('\n')).toEqual(accuracies)

  const csv = path.join(dataFolder, 'report.csv')
  expect(await runCommand(['report', '1', '--format', 'csv', '--output', csv], options)).toMatchObject({
    code: 0
  })
  expect(await readFile(csv, 'utf8')).toContain('dataset,,shape,20 x 28 x 1')

  const assignment = path.join(dataFolder, 'a.tenfold-assignment.json')
  const given = { format: 'tenfold-assignment', version: 1, title: 'Lesson', config: { epochs: 1 } }
  await writeFile(assignment, JSON.stringify(given))
  const refused = await runCommand(['train', '--assignment', assignment], options)
  expect(refused.code).not.toBe(0)
  expect(refused.stderr).toContain('Grey shapes has images of 20 × 28 × 1 and 5 classes')
})
