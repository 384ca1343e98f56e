import { expect, test } from 'vitest'
import type { Engine, Workload } from '../../src/core/engine/engine'
import { untrainedState } from '../../src/core/model/weights'
import { hashedWeights } from './hashed-weights'

/** A test of what an engine does with a workload; of an engine that lacks something for it, that it refuses. */
export function checkWorkload(
  title: string,
  engine: Engine,
  workload: Workload,
  run: () => Promise<void>
): void {
  const lacking = engine.lacks?.(workload)
  if (lacking === undefined) {
    test(title, run)
    return
  }
  test(`${title}: refused for ${lacking}`, async () => {
    const { model, optimizer } = workload
    const state = untrainedState(hashedWeights(model))
    const compiling = engine.compile({ model, optimizer, batchSize: 4, threads: 1, seed: 1, state })
    await expect(compiling).rejects.toMatchObject({ code: 'engine-unavailable' })
    await expect(compiling).rejects.toThrow(lacking)
  })
}
