import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from '../../src/core/base/schema'
import { correctCount, imageCount } from '../../src/core/run/evaluation'
import { foldRun, newRun, type RunState } from '../../src/core/run/run-state'
import { failureOf } from './failure-of'
import { testConfig, TestLab } from './test-lab'

let given: TestLab
let first: string
let second: string
const stateOf = async (id: string): Promise<RunState> => foldRun(newRun, await given.events(id))
const correctIn = async (id: string): Promise<number> => {
  const { evaluation } = await stateOf(id)
  if (evaluation === undefined) throw new Error('not evaluated')
  return correctCount(evaluation.result)
}
beforeAll(async () => {
  given = await TestLab.make()
  first = await given.trainToEnd({ ...testConfig, seed: 1 })
  second = await given.trainToEnd({
    ...testConfig,
    seed: 2,
    optimizer: { type: 'adam', learningRate: 0.002, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 }
  })
})
afterAll(() => given.remove())

describe('two runs', () => {
  test('are compared image by image', async () => {
    const { lab } = given.service
    const { counts, total, examples, images } = await lab.comparePredictions({
      first,
      second,
      show: 'onlySecond',
      limit: 5
    })
    const { evaluation } = await stateOf(first)
    expect(counts.images).toBe(evaluation && imageCount(evaluation.result))
    expect(counts.bothCorrect + counts.onlyFirst).toBe(await correctIn(first))
    expect(counts.bothCorrect + counts.onlySecond).toBe(await correctIn(second))
    expect(counts.bothCorrect + counts.onlyFirst + counts.onlySecond + counts.bothWrong).toBe(counts.images)
    expect(total).toBe(counts.onlySecond)
    expect(examples).toHaveLength(Math.min(5, total))
    for (const one of examples) {
      expect(one.second.predictedClass).toBe(one.trueClass)
      expect(one.first.predictedClass).not.toBe(one.trueClass)
    }
    expect(Buffer.from(images, 'base64')).toHaveLength(examples.length * 3072)
    const itself = await lab.comparePredictions({ first, second: first, show: 'different', limit: 5 })
    expect(itself).toMatchObject({ total: 0, counts: { different: 0, p: 1 } })
  })

  test('are exported side by side, as a page, as data and as a table', async () => {
    const { lab } = given.service
    const textOf = async (format: 'html' | 'json' | 'csv'): Promise<string> => {
      const { file } = await lab.exportComparison({ runIds: [first, second], format })
      expect(file.fileName).toBe(`runs-1-2-comparison.${format}`)
      return Buffer.from(file.content, 'base64').toString()
    }
    const page = await textOf('html')
    expect(page).toContain('Comparison of 2 runs')
    const strokes = [...page.matchAll(/<polyline\s+style="stroke: (#\w{6});/g)].map(([, colour]) => colour)
    expect(strokes).toHaveLength(2)
    expect(new Set(strokes).size).toBe(2)
    expect(page).toContain('training loss, smoothed')
    expect(page).toMatch(
      /Is one better, or was it luck\?<\/h2>\s*<p class="luck">#1 and #2 predict different classes for/
    )
    expect(page).toMatch(/<tr class="differs">\s*<th scope="row">Optimizer<\/th>/)
    const document = z
      .object({
        results: z.array(z.object({ number: z.int(), accuracy: z.number() })),
        settings: z.array(z.object({ name: z.string(), differs: z.boolean() })),
        classes: z.array(z.object({ name: z.string(), accuracies: z.array(z.number()) })),
        luck: z.object({ seeds: z.array(z.unknown()), images: z.array(z.array(z.string())) }),
        curves: z.array(z.object({ points: z.array(z.object({ step: z.int(), loss: z.number() })) }))
      })
      .parse(JSON.parse(await textOf('json')))
    expect(document.results.map(({ number }) => number)).toEqual([1, 2])
    expect(document.luck.seeds).toEqual([])
    expect(document.luck.images[0]?.[1]).toMatch(/^#1 alone is right on \d+, #2 alone on \d+\.$/)
    const differing = document.settings.flatMap(({ name, differs }) => (differs ? [name] : []))
    expect(differing).toEqual(expect.arrayContaining(['optimizer', 'learningRate', 'seed']))
    expect(differing).not.toContain('batchSize')
    expect(document.classes).toHaveLength(10)
    const lines = (await textOf('csv')).split('\r\n')
    expect(lines).toContain('setting,optimizer,2,Adam')
    expect(lines).toContain(`result,accuracy,1,${document.results[0]?.accuracy}`)
  })

  test('are not compared with themselves, nor as PDF where nothing prints', async () => {
    const { lab } = given.service
    const same = lab.exportComparison({ runIds: [first, first], format: 'json' })
    expect(await failureOf(same)).toMatchObject({ code: 'invalid-input' })
    const pdf = lab.exportComparison({ runIds: [first, second], format: 'pdf' })
    expect(await failureOf(pdf)).toMatchObject({ code: 'unsupported' })
  })
})
