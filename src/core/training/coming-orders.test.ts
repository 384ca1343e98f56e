import { describe, expect, test } from 'vitest'
import { lessonConfig, type RunConfig } from '../settings/run-config'
import { epochOrder, runRows } from './batch-order'
import { comingOrders } from './coming-orders'

const config: RunConfig = { ...lessonConfig, epochs: 4, batchSize: 8, seed: 3 }

describe('what a training takes next', () => {
  test('is the rest of the epoch under way, then whole epochs', () => {
    const { epochs, first, left, stepsPerEpoch } = comingOrders(config, 13 + 5, 100)
    expect([first, left, stepsPerEpoch, epochs.length]).toEqual([1, 3, 13, 3])
    const rows = runRows(config, 100).train
    expect(epochs[0]).toEqual(epochOrder(rows, 3, 1).subarray(40))
    expect(epochs.slice(1)).toEqual([epochOrder(rows, 3, 2), epochOrder(rows, 3, 3)])
  })

  test('leaves out images that are held back or too many', () => {
    const some = { ...config, validationSplit: 0.2, trainImages: 50 }
    const { epochs, train, validation } = comingOrders(some, 0, 100)
    expect([train.length, validation.length]).toEqual([50, 20])
    for (const order of epochs) expect([...order].sort((a, b) => a - b)).toEqual([...train])
  })

  test('is ten further epochs where the run is over', () => {
    const { epochs, first, left } = comingOrders(config, 4 * 13, 100)
    expect([first, left, epochs.length]).toEqual([4, 0, 10])
    expect(epochs[9]).toEqual(epochOrder(runRows(config, 100).train, 3, 13))
  })

  test('is told as far as 32 MB go', () => {
    const { epochs } = comingOrders({ ...config, epochs: 1000 }, 0, 1_000_000)
    expect(epochs).toHaveLength(8)
  })
})
