import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accuracy, confusionMatrix, correctCount, imageCount } from '../../src/core/run/evaluation'
import type { RunConfig } from '../../src/core/settings/run-config'
import { failureOf } from './failure-of'
import { testConfig, TestLab } from './test-lab'

const config: RunConfig = { ...testConfig, logEvery: 50, engine: 'auto' }

let given: TestLab
beforeAll(async () => {
  given = await TestLab.make()
})
afterAll(() => given.remove())
beforeEach(() => given.reopen())

const trainToEnd = (changes: Partial<RunConfig> = {}): Promise<string> =>
  given.trainToEnd({ ...config, ...changes })

describe('after a training', () => {
  test('the run is listed, opened and evaluated by a lab that is opened again', async () => {
    const runId = await trainToEnd({ seed: 11 })
    const before = await given.service.lab.getRun({ runId })
    await given.reopen()
    expect(await given.service.lab.getRun({ runId })).toEqual(before)
    const { runs } = await given.service.lab.listRuns({})
    expect(runs.find((run) => run.runId === runId)).toMatchObject(before.summary)

    const told: number[] = []
    given.service.subscribe((notice) => {
      if (notice.event === 'evaluation') told.push(notice.data.done)
    })
    const { evaluation } = await given.service.lab.evaluateRun({ runId })
    expect(imageCount(evaluation)).toBe(100)
    expect(told.at(-1)).toBe(100)
    expect(accuracy(evaluation)).toBe(before.summary.accuracy)
  })

  test('examples of a cell are as many as the matrix counts, the most confident first', async () => {
    const runId = await trainToEnd({ seed: 11 })
    const { evaluation } = await given.service.lab.evaluateRun({ runId })
    for (const [trueClass, row] of confusionMatrix(evaluation).entries()) {
      for (const [predictedClass, count] of row.entries()) {
        const choice = { kind: 'cell' as const, trueClass, predictedClass }
        const { total, examples, images } = await given.service.lab.getExamples({ runId, choice, limit: 3 })
        expect(total).toBe(count)
        expect(examples).toHaveLength(Math.min(3, count))
        const sure = examples.map(({ confidence }) => confidence)
        expect(sure).toEqual([...sure].sort((a, b) => b - a))
        expect(
          examples.every((one) => one.trueClass === trueClass && one.predictedClass === predictedClass)
        ).toBe(true)
        expect(Buffer.from(images, 'base64')).toHaveLength(examples.length * 3072)
      }
    }
  })

  test('the hardest images of a class are those to which it was given least', async () => {
    const runId = await trainToEnd({ seed: 11 })
    const { evaluation } = await given.service.lab.evaluateRun({ runId })
    const [label] = evaluation.cells[0] ?? []
    if (label === undefined) throw new Error('no cell')
    const images = evaluation.cells.reduce((sum, [one, , count]) => (one === label ? sum + count : sum), 0)
    const choice = { kind: 'hardest' as const, trueClass: label }
    const { total, examples } = await given.service.lab.getExamples({ runId, choice, limit: 200 })
    expect(total).toBe(images)
    const probabilities = examples.map(({ trueProbability }) => Number(trueProbability))
    expect(probabilities).toEqual([...probabilities].sort((a, b) => a - b))
    // What is predicted rightly has the same number twice.
    for (const { trueClass, predictedClass, confidence, trueProbability } of examples) {
      expect(confidence === trueProbability).toBe(trueClass === predictedClass)
    }
    const all = await given.service.lab.getExamples({ runId, choice: { kind: 'mistakes' }, limit: 1 })
    expect(all.total).toBe(imageCount(evaluation) - correctCount(evaluation))
  })

  test('a saved checkpoint loads as a run of its own that says the same of every image', async () => {
    const runId = await trainToEnd({ seed: 13 })
    const original = await given.service.lab.evaluateRun({ runId })
    const { file } = await given.service.lab.saveCheckpoint({ runId })
    const loaded = await given.service.lab.loadCheckpoint({
      files: [{ name: file.fileName, content: file.content }]
    })
    const { summary } = await given.service.lab.getRun({ runId: loaded.runId })
    expect(summary.status).toMatchObject({ kind: 'imported', fileName: file.fileName })
    const copy = await given.service.lab.evaluateRun({ runId: loaded.runId })
    expect(copy.evaluation.cells).toEqual(original.evaluation.cells)
  })

  test('a broken checkpoint is refused and leaves no run behind', async () => {
    const { runs: before } = await given.service.lab.listRuns({})
    const content = Buffer.from('{"format":"tenfold-checkpoint"}').toString('base64')
    const error = await failureOf(given.service.lab.loadCheckpoint({ files: [{ name: 'x.json', content }] }))
    expect(error.code).toBe('checkpoint-invalid')
    expect((await given.service.lab.listRuns({})).runs).toEqual(before)
  })

  test('its report is exported as a page, as data and as a table; not as PDF where nothing prints', async () => {
    const runId = await trainToEnd({ seed: 13 })
    const content = async (format: 'html' | 'json' | 'csv'): Promise<string> => {
      const { file } = await given.service.lab.exportReport({ runId, format })
      expect(file.fileName).toBe(`${runId}-report.${format}`)
      return Buffer.from(file.content, 'base64').toString()
    }
    expect(await content('html')).toContain('<!doctype html>')
    expect(JSON.parse(await content('json'))).toMatchObject({ run: { runId }, evaluation: { images: 100 } })
    expect((await content('csv')).split('\n').length).toBeGreaterThan(10)
    expect(await failureOf(given.service.lab.exportReport({ runId, format: 'pdf' }))).toMatchObject({
      code: 'unsupported'
    })
  })

  test('a deleted run is gone, and comes back whole', async () => {
    const runId = await trainToEnd({ seed: 17 })
    const before = await given.service.lab.getRun({ runId })
    await given.service.lab.deleteRun({ runId })
    expect(await failureOf(given.service.lab.getRun({ runId }))).toMatchObject({ code: 'not-found' })
    await given.service.lab.restoreRun({ runId })
    expect(await given.service.lab.getRun({ runId })).toEqual(before)
  })
})
