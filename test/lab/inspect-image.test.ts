import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Dataset } from '../../src/core/data/image-set'
import { crossEntropy, softmax } from '../../src/core/maths/softmax'
import { gather } from '../../src/core/training/loader'
import { tensorFloats } from './tensor-floats'
import { lastStep, testConfig, TestLab } from './test-lab'
import { wasmProgram } from './wasm-program'

const config = testConfig

let given: TestLab
let dataset: Dataset
/** Trained once, looked at by many. */
let trained = ''
beforeAll(async () => {
  given = await TestLab.make()
  dataset = await given.dataset()
  trained = await given.trainToEnd(config)
})
afterAll(() => given.remove())
beforeEach(() => given.reopen())

describe('an image that is inspected', () => {
  const network = (): { kind: 'run'; runId: string } => ({ kind: 'run', runId: trained })

  test('gives the logits, probabilities and loss that the engine gives', async () => {
    const program = await wasmProgram(given.checkpointFolder(trained, lastStep))
    const slot = program.createSlot(1)
    const logits = new Float32Array(10)
    for (const row of [0, 37, 99]) {
      const seen = await given.service.lab.inspectImage({ network: network(), split: 'test', row })
      gather(dataset.test, Uint32Array.of(row), slot)
      await program.predict(slot, 1, logits)
      expect(seen.step).toBe(lastStep)
      expect(seen.label).toBe(dataset.test.labels[row])
      expect([...Buffer.from(seen.image, 'base64')]).toEqual([...slot.images.subarray(0, 3072)])
      seen.logits.forEach((logit, i) => expect(logit).toBeCloseTo(logits[i] ?? NaN, 5))
      expect(seen.probabilities).toEqual([...softmax(seen.logits)])
      expect(seen.loss).toBe(crossEntropy(seen.logits, seen.label))
      expect([...tensorFloats(seen.layers.at(-1) ?? { values: '' })]).toEqual(seen.logits)
    }
    await program.dispose()
  })

  test('has cells that are the sum of products with the weights, and windows with their maximum', async () => {
    const seen = await given.service.lab.inspectImage({ network: network(), split: 'train', row: 7 })
    const { step, parameters } = await given.service.lab.getWeights({
      network: network(),
      names: ['conv1/kernel', 'conv1/bias']
    })
    expect(step).toBe(lastStep)
    expect(parameters.map(({ name, shape }) => [name, shape])).toEqual([
      ['conv1/kernel', [5, 5, 3, 6]],
      ['conv1/bias', [6]]
    ])
    const [kernel, bias] = parameters.map(tensorFloats)
    const input = tensorFloats(seen.input)
    const [conv, relu, pool] = seen.layers.map(tensorFloats)
    expect(seen.layers.slice(0, 3).map(({ type, shape }) => [type, shape])).toEqual([
      ['conv2d', [28, 28, 6]],
      ['relu', [28, 28, 6]],
      ['maxPool2d', [14, 14, 6]]
    ])
    const at = (map: Float32Array | undefined, ...[y, x, c, width, channels]: number[]): number =>
      map?.[((y ?? 0) * (width ?? 0) + (x ?? 0)) * (channels ?? 0) + (c ?? 0)] ?? NaN
    for (const [y, x, filter] of [
      [0, 0, 0],
      [13, 5, 3],
      [27, 27, 5]
    ] as const) {
      let sum = bias?.[filter] ?? NaN
      for (let ky = 0; ky < 5; ky++) {
        for (let kx = 0; kx < 5; kx++) {
          for (let c = 0; c < 3; c++) {
            sum +=
              at(input, y + ky, x + kx, c, 32, 3) * (kernel?.[((ky * 5 + kx) * 3 + c) * 6 + filter] ?? NaN)
          }
        }
      }
      expect(Math.abs(at(conv, y, x, filter, 28, 6) - sum)).toBeLessThan(1e-6)
      const window = [0, 1].flatMap((dy) =>
        [0, 1].map((dx) => at(relu, 2 * Math.floor(y / 2) + dy, 2 * Math.floor(x / 2) + dx, filter, 28, 6))
      )
      expect(at(pool, Math.floor(y / 2), Math.floor(x / 2), filter, 14, 6)).toBe(Math.max(...window))
    }
  })

  test('meets the weights of the step that is asked for; before the first step, those of the seed', async () => {
    const look = async (choice: Parameters<typeof given.service.lab.inspectImage>[0]['network']) =>
      given.service.lab.inspectImage({ network: choice, split: 'test', row: 1 })
    const untrained = await look({ kind: 'untrained', config })
    const first = await look({ ...network(), step: 0 })
    const early = await look({ ...network(), step: 40 })
    const late = await look(network())
    expect(first).toEqual(untrained)
    expect([untrained.step, early.step, late.step]).toEqual([0, 40, lastStep])
    expect(early.logits).not.toEqual(untrained.logits)
    expect(late.logits).not.toEqual(early.logits)
    expect(await given.service.lab.getWeights({ network: { ...network(), step: 0 } })).toEqual(
      await given.service.lab.getWeights({ network: { kind: 'untrained', config } })
    )
  })

  test('is answered by one process for all questions, and what is wrong is said', async () => {
    const ask = (row: number, step?: number): Promise<unknown> =>
      given.service.lab.inspectImage({
        network: { ...network(), ...(step === undefined ? {} : { step }) },
        split: 'test',
        row
      })
    await ask(0)
    const pid = await readFile(given.trainer.pidFile, 'utf8')
    await Promise.all([ask(1), ask(2, 40), ask(3)])
    await expect(ask(100)).rejects.toMatchObject({ code: 'not-found' })
    await expect(ask(0, 41)).rejects.toMatchObject({ code: 'not-found' })
    expect(await readFile(given.trainer.pidFile, 'utf8')).toBe(pid)
    process.kill(Number(pid), 'SIGKILL')
    await vi.waitUntil(() => {
      try {
        return !process.kill(Number(pid), 0)
      } catch {
        // No such process.
        return true
      }
    })
    await ask(0)
    expect(await readFile(given.trainer.pidFile, 'utf8')).not.toBe(pid)
  })
})

test('images come by their rows, with their labels', async () => {
  const { labels, images } = await given.service.lab.getImages({ split: 'train', rows: [499, 3] })
  expect(labels).toEqual([dataset.train.labels[499], dataset.train.labels[3]])
  const pixels = (row: number): number[] => [...dataset.train.images.subarray(row * 3072, (row + 1) * 3072)]
  expect([...Buffer.from(images, 'base64')]).toEqual([...pixels(499), ...pixels(3)])
})
