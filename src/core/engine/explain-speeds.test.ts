import { expect, test } from 'vitest'
import type { SpeedTable } from './engine-speed'
import { explainSpeeds } from './explain-speeds'

/** Steps a second of WebAssembly and of WebGPU, by batch size. */
const tables = (rows: readonly (readonly [number, number, number])[]): SpeedTable[] =>
  rows.map(([batchSize, wasm, webgpu]) => ({
    batchSize,
    speeds: [
      { timed: true, engine: 'wasm', device: 'WASM', stepsPerSecond: wasm },
      { timed: true, engine: 'webgpu', device: 'WebGPU', stepsPerSecond: webgpu }
    ]
  }))

test('a graphics card that loses on small batches is told with its overhead and the crossover', () => {
  const sentences = explainSpeeds(
    tables([
      [4, 4000, 1000],
      [32, 800, 950],
      [512, 50, 500]
    ])
  )
  expect(sentences).toEqual([
    'Up to batch size 4, WebAssembly is the fastest; from 32 up, WebGPU is.',
    'Of the 1.00 ms that WebGPU takes for a step of 4 images, 0.99 ms do not depend on the batch size: the time to launch each operation on the device and to transfer data. A larger batch spreads this time over more images.'
  ])
})

test('an engine that is slow because it computes slowly is not said to wait for launches', () => {
  expect(
    explainSpeeds(
      tables([
        [4, 4000, 100],
        [512, 50, 1]
      ])
    )
  ).toEqual(['WebAssembly is the fastest at every measured batch size.'])
})

test('one engine alone needs no explanation', () => {
  const alone = tables([[4, 4000, 1]]).map((table) => ({ ...table, speeds: table.speeds.slice(0, 1) }))
  expect(explainSpeeds(alone)).toEqual([])
  expect(explainSpeeds([])).toEqual([])
})
