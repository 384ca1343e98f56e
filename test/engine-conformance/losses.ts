import { describe, expect } from 'vitest'
import { conv2d, dense, flatten, network, relu } from './networks'
import type { Subject } from './subject'
import { compileRequest, plainMomentum } from './trajectory'

const model = network([6, 5, 2], conv2d(4, [3, 3]), relu, flatten, dense(7))
/** More classes than a workgroup or a vector has places. */
const many = network([4, 4, 1], flatten, dense(301))

export function testLosses({ name, check, compare, compile }: Subject): void {
  describe(`losses on ${name}`, () => {
    for (const labelSmoothing of [0.1, 0.5, 0.9]) {
      const job = { model, optimizer: plainMomentum, batchSize: 4, images: 22, labelSmoothing }
      check(`label smoothing ${labelSmoothing}`, job, () => compare(job))
    }
    const job = { model: many, optimizer: plainMomentum, batchSize: 3, images: 10, labelSmoothing: 0.2 }
    check('label smoothing over many classes', job, () => compare(job))
    check('label smoothing on several threads', job, () => compare({ ...job, threads: 3 }))

    check('a label of which nothing would be left is refused', job, async () => {
      for (const labelSmoothing of [1, -0.1, NaN]) {
        const refused = compile({ ...compileRequest(job), labelSmoothing })
        await expect(refused).rejects.toMatchObject({ name: 'LabError', code: 'invalid-input' })
      }
    })
  })
}
