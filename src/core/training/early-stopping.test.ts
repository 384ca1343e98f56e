import { describe, expect, test } from 'vitest'
import { EarlyStopping } from './early-stopping'

const told = (patience: number, losses: readonly number[]): EarlyStopping => {
  const stopping = new EarlyStopping({ patience }, undefined)
  losses.forEach((loss, i) => stopping.measured({ step: (i + 1) * 10, epoch: i + 1, loss }))
  return stopping
}

describe('EarlyStopping', () => {
  test('is over after as many epochs without a lower loss', () => {
    expect(told(2, [1, 0.8, 0.9]).isOver).toBe(false)
    expect(told(2, [1, 0.8, 0.9, 0.8]).isOver).toBe(true)
    expect(told(2, [1, 0.8, 0.9, 0.7]).isOver).toBe(false)
  })

  test('selects the first epoch with the lowest loss', () => {
    expect(told(3, [1, 0.8, 0.9, 0.8]).selected).toEqual({ step: 20, epoch: 2, loss: 0.8 })
  })

  test('neither ends nor selects anything without patience, but knows the best', () => {
    const stopping = told(0, [1, 0.8, 0.9, 0.9, 0.9])
    expect(stopping.isOver).toBe(false)
    expect(stopping.selected).toBeUndefined()
    expect(stopping.best?.epoch).toBe(2)
  })

  test('goes on from the best of the epochs before', () => {
    const stopping = new EarlyStopping({ patience: 2 }, { step: 20, epoch: 2, loss: 0.5 })
    stopping.measured({ step: 30, epoch: 3, loss: 0.6 })
    expect(stopping.isOver).toBe(false)
    stopping.measured({ step: 40, epoch: 4, loss: 0.6 })
    expect(stopping.isOver).toBe(true)
    expect(stopping.selected?.step).toBe(20)
  })
})
