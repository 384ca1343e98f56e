import { describe, expect, test } from 'vitest'
import type { EngineId } from '../base/engine-id'
import { crossovers, fastestEngine, nextBatchSize, type SpeedTable } from './engine-speed'

/** Engines whose steps take a + b · batch size milliseconds. */
function tablesOf(
  engines: Partial<Record<EngineId, readonly [number, number]>>,
  batchSizes: readonly number[]
): SpeedTable[] {
  const ids: readonly EngineId[] = ['wasm', 'webgpu', 'tensorflow']
  return batchSizes.map((batchSize) => ({
    batchSize,
    speeds: ids.flatMap((engine) => {
      const cost = engines[engine]
      if (cost === undefined) return []
      const stepsPerSecond = 1000 / (cost[0] + cost[1] * batchSize)
      return [{ timed: true as const, engine, device: engine, stepsPerSecond }]
    })
  }))
}

test('the fastest of those that could be timed', () => {
  const [table] = tablesOf({ wasm: [0, 1], tensorflow: [2, 0.1] }, [1])
  expect(table && fastestEngine(table)?.engine).toBe('wasm')
  const none: SpeedTable = { batchSize: 4, speeds: [{ timed: false, engine: 'webgpu', reason: 'no card' }] }
  expect(fastestEngine(none)).toBeUndefined()
})

describe('the crossover', () => {
  const gpu = { wasm: [0, 0.06], webgpu: [1, 0.002] } as const

  test('is where the winner changes, whatever the order of the tables', () => {
    expect(crossovers(tablesOf(gpu, [512, 4, 32, 128]))).toEqual([
      { from: 'wasm', to: 'webgpu', below: 4, at: 32 }
    ])
    expect(crossovers(tablesOf({ wasm: [0, 1], webgpu: [1, 2] }, [4, 512]))).toEqual([])
  })

  test('is closed in on by measuring between, to a factor of two', () => {
    const sizes = [4, 512]
    for (;;) {
      const next = nextBatchSize(tablesOf(gpu, sizes))
      if (next === undefined) break
      expect(sizes).not.toContain(next)
      sizes.push(next)
    }
    expect(crossovers(tablesOf(gpu, sizes))).toEqual([{ from: 'wasm', to: 'webgpu', below: 16, at: 32 }])
    expect(sizes.length).toBeLessThan(7)
  })
})
