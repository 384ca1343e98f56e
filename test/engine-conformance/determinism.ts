import { describe, expect } from 'vitest'
import type { ModelSpec } from '../../src/core/model/model-spec'
import { defaultOptimizers, type OptimizerSpec } from '../../src/core/optimizers/optimizer-kinds'
import {
  batchNorm,
  conv2d,
  dense,
  dropout,
  everything,
  flatten,
  network,
  relu,
  small,
  tanh
} from './networks'
import type { Subject } from './subject'
import { plainMomentum, trajectory } from './trajectory'

const models: readonly ModelSpec[] = [
  small,
  everything,
  network([6, 6, 2], conv2d(9, [3, 3]), tanh, dropout(0.3), flatten, dense(10), relu, dropout(0.1), dense(5)),
  network([6, 6, 2], conv2d(9, [3, 3]), batchNorm(), relu, conv2d(3, [2, 2]), batchNorm(), flatten, dense(5))
]

export function testDeterminism({ name, check, compile }: Subject, threads: readonly number[]): void {
  describe(`determinism on ${name}`, () => {
    const bits = (
      model: ModelSpec,
      count: number,
      batchSize: number,
      optimizer: OptimizerSpec = defaultOptimizers.adam
    ): Promise<unknown> =>
      trajectory(compile, {
        model,
        optimizer,
        batchSize,
        images: batchSize * 3 + 2,
        threads: count
      })

    const workload = { model: everything, optimizer: plainMomentum }
    check('the same seed gives the same bits', workload, async () => {
      for (const model of models) expect(await bits(model, 1, 5)).toEqual(await bits(model, 1, 5))
    })

    for (const count of threads) {
      check(`${count} threads give the bits of one`, workload, async () => {
        for (const model of models) {
          for (const batchSize of [2, 3, 4, 5, 8, 33]) {
            expect(await bits(model, count, batchSize)).toEqual(await bits(model, 1, batchSize))
          }
        }
        expect(await bits(small, count, 1)).toEqual(await bits(small, 1, 1))
      })

      const { muon } = defaultOptimizers
      check(
        `${count} threads give the bits of one where matrices move as a whole`,
        { ...workload, optimizer: muon },
        async () => {
          for (const model of models) {
            for (const batchSize of [3, 8]) {
              expect(await bits(model, count, batchSize, muon)).toEqual(await bits(model, 1, batchSize, muon))
            }
          }
        }
      )
    }
  })
}
