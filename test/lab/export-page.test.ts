import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pageContent, type PageContent } from '../../src/core/exchange/page-content'
import type { MethodInput } from '../../src/lab/contract/contract'
import type { LabService } from '../../src/lab/contract/host'
import { openTestLab } from './open-test-lab'
import { lastStep, testConfig, TestLab } from './test-lab'

let given: TestLab
let service: LabService
let runId: string
beforeAll(async () => {
  given = await TestLab.make()
  runId = await given.trainToEnd({ ...testConfig, ema: 0.9 })
  await given.service.lab.evaluateRun({ runId })
  await given.service.close()
  const pageFolder = path.join(given.root, 'page')
  await mkdir(pageFolder)
  for (const name of ['page.js', 'page.css', 'licences.txt'])
    await writeFile(path.join(pageFolder, name), name)
  service = await openTestLab(given.dataFolder, given.trainer.trainerFile, undefined, { pageFolder })
})
afterAll(async () => {
  await service.close()
  await given.remove()
})

async function exported(more: Partial<MethodInput<'exportNetwork'>> = {}): Promise<PageContent> {
  const { file } = await service.lab.exportNetwork({ runId, format: 'page', ...more })
  expect(file).toMatchObject({ mimeType: 'text/html' })
  const text = Buffer.from(file.content, 'base64').toString()
  const json: unknown = JSON.parse(text.split('id="content">')[1]?.split('</script>')[0] ?? '')
  return pageContent.parse(json)
}

test('a page has what the run is called, how good it is, and test images of different classes', async () => {
  const content = await exported()
  const { summary } = await service.lab.getRun({ runId })
  expect(content).toMatchObject({ network: summary.name, trained: { steps: lastStep, epochs: 2 } })
  expect(content.accuracy?.share).toBe(summary.accuracy)
  expect(content.licences).toBe('licences.txt')
  expect(content.samples).toHaveLength(8)
  expect(new Set(content.samples.map(({ label }) => label)).size).toBe(8)
  const { test: images } = await given.dataset()
  const first = Buffer.from(images.images.subarray(0, 3072)).toString('base64')
  expect(content.samples[0]).toEqual({ pixels: first, label: images.labels[0] })
})

test('the average has an accuracy of its own, and another step has none', async () => {
  const [own, averaged] = [await exported(), await exported({ averaged: true })]
  expect(averaged.averaged).toBe(true)
  expect(averaged.accuracy?.images).toBe(own.accuracy?.images)
  const earlier = await exported({ step: 40 })
  expect(earlier.trained?.steps).toBe(40)
  expect(earlier.accuracy).toBeUndefined()
})

test('the preprocessing is always part of a page', async () => {
  await expect(exported({ preprocessing: true })).rejects.toThrow('A page always takes pictures as they are')
})

test('without the images of the data set there are none to try', async () => {
  await rm(given.datasetFolder, { recursive: true })
  expect((await exported()).samples).toEqual([])
})
