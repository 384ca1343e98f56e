import { describe, expect, test, vi } from 'vitest'
import { LabError } from '../../../core/base/lab-error'
import { lessonConfig } from '../../../core/settings/run-config'
import { CompiledPlans } from './compiled-plans.svelte'
import { FakeLab } from '../line/fake-lab'

const device = { engine: 'wasm', label: 'WASM', description: 'WebAssembly', threads: 2 } as const
const run = { config: lessonConfig, device }

describe('the share of the peak', () => {
  test('counts multiply-adds as two operations, and all of the threads', async () => {
    const plans = new CompiledPlans(
      new FakeLab({ measurePeak: () => ({ operationsPerSecond: 1e10 }) }),
      () => 'cifar-10'
    )
    expect(plans.shareOfPeak(run, 1000)).toBeUndefined()
    await plans.measurePeak()
    expect(plans.shareOfPeak(run, 1000)).toBeCloseTo((2 * 977_760 * 1000) / 2e10, 12)
    expect(plans.shareOfPeak({ ...run, device: { ...device, engine: 'reference' } }, 1000)).toBeUndefined()
  })

  test('is measured once, and again after a training was in the way', async () => {
    const answers = [{}, { operationsPerSecond: 1e10 }]
    const lab = new FakeLab({ measurePeak: () => answers.shift() ?? {} })
    const plans = new CompiledPlans(lab, () => 'cifar-10')
    for (let i = 0; i < 4; i++) await plans.measurePeak()
    expect(lab.calls).toHaveLength(2)
    expect(plans.shareOfPeak(run, 1000)).toBeGreaterThan(0)
  })
})

describe('a plan', () => {
  test('is asked for again only when something changes that it depends on', async () => {
    const answer = { planned: false, engine: 'reference', reason: 'none' }
    const lab = new FakeLab({ describePlan: () => answer })
    const plans = new CompiledPlans(lab, () => 'cifar-10')
    plans.load(lessonConfig)
    await vi.waitFor(() => expect(plans.answer).toEqual(answer), { timeout: 120_000 })
    plans.load({ ...lessonConfig, epochs: 9 })
    expect(lab.calls).toHaveLength(1)
    plans.load({ ...lessonConfig, batchSize: 9 })
    await vi.waitFor(() => expect(lab.calls).toHaveLength(2), { timeout: 120_000 })
  })

  test('of a network that cannot be compiled says why', async () => {
    const error = new LabError('invalid-input', 'Too large.', 'Make it smaller.')
    const plans = new CompiledPlans(
      new FakeLab({ describePlan: () => Promise.reject(error) }),
      () => 'cifar-10'
    )
    plans.load(lessonConfig)
    await vi.waitFor(() => expect(plans.failure).toBe('Too large. Make it smaller.'), { timeout: 120_000 })
    expect(plans.answer).toBeUndefined()
  })
})
