import { expect, test, vi } from 'vitest'
import type { PageContent } from '../../core/exchange/page-content'
import { PageState } from './page-state.svelte'

const sample = (value: number): { pixels: string; label: number } => ({
  pixels: Buffer.alloc(64, value).toString('base64'),
  label: 1
})
const content: PageContent = {
  network: 'Run 1',
  classes: ['a', 'b'],
  inputShape: [8, 8, 1],
  transforms: [{ scale: 1, offset: 0 }],
  parameters: 0,
  layers: [],
  averaged: false,
  samples: [sample(1), sample(2)],
  topology: {},
  parameterShapes: [],
  version: '1',
  licences: ''
}

test('a test image gets probabilities, and its label', async () => {
  const page = new PageState(
    content,
    Promise.resolve((image: Uint8Array) => Promise.resolve(new Float32Array([0, image[0] === 1 ? 0 : 50])))
  )
  const showing = page.showSample(0)
  expect(page.busy).toBe(true)
  await showing
  expect(page.busy).toBe(false)
  expect(page.answer).toMatchObject({ name: 'Test image 1', sample: 0, label: 1, probabilities: [0.5, 0.5] })
})

test('the last picture stays, however long the one before it takes', async () => {
  let finish = (_: Float32Array): void => undefined
  const first = new Promise<Float32Array>((resolve) => (finish = resolve))
  const network = vi.fn((image: Uint8Array) =>
    image[0] === 1 ? first : Promise.resolve(new Float32Array([50, 0]))
  )
  const page = new PageState(content, Promise.resolve(network))
  const slow = page.showSample(0)
  await expect.poll(() => network.mock.calls.length).toBe(1)
  await page.showSample(1)
  finish(new Float32Array([0, 0]))
  await slow
  expect(page.answer?.name).toBe('Test image 2')
})

test('a network that cannot be loaded is told, and another problem goes with the next picture', async () => {
  const page = new PageState(content, Promise.reject(new Error('cut off')))
  await expect.poll(() => page.problem?.message).toBe('The network in this page cannot be loaded.')
  await page.showSample(0)
  expect(page.problem?.message).toBe('The network in this page cannot be loaded.')
  expect(page.busy).toBe(false)
})
