import { describe, expect } from 'vitest'
import { conv2d, dense, flatten, network, relu } from './networks'
import type { Subject } from './subject'
import { compileRequest, plainMomentum, relativeDistance, trajectory } from './trajectory'

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

    const weights = [0.25, 3, 1, 0.5, 2, 0.01, 7]
    for (const labelSmoothing of [0, 0.3]) {
      const weighted = { ...job, model, batchSize: 4, images: 22, labelSmoothing, classWeights: weights }
      check(`class weights, label smoothing ${labelSmoothing}`, weighted, () => compare(weighted))
      check(`class weights on several threads, label smoothing ${labelSmoothing}`, weighted, () =>
        compare({ ...weighted, threads: 3 })
      )
      const each = Array.from({ length: 301 }, (_, c) => 0.1 + (c % 17))
      check(`class weights of many classes, label smoothing ${labelSmoothing}`, job, () =>
        compare({ ...job, labelSmoothing, classWeights: each })
      )
    }
    check('class weights, clipped gradients', job, () =>
      compare({ ...job, model, classWeights: weights, clipNorm: 0.3 })
    )
    check('a batch of one image has the loss of that image, whatever its class counts', job, async () => {
      const one = { ...job, model, batchSize: 1, images: 7, labelSmoothing: 0 }
      const plain = await trajectory(compile, one)
      const weighted = await trajectory(compile, { ...one, classWeights: weights })
      expect(relativeDistance([weighted.losses], [plain.losses])).toBeLessThan(1e-6)
    })
    check('weights that are all the same change nothing', job, async () => {
      const plain = await trajectory(compile, { ...job, model })
      const weighted = await trajectory(compile, { ...job, model, classWeights: weights.map(() => 3) })
      expect(relativeDistance([weighted.losses], [plain.losses])).toBeLessThan(1e-6)
    })
    check('weights that are not for these classes, or not above 0, are refused', job, async () => {
      for (const classWeights of [[], [1], weights]) {
        const refused = compile({ ...compileRequest(job), classWeights })
        await expect(refused).rejects.toMatchObject({ name: 'LabError', code: 'invalid-input' })
      }
      for (const wrong of [0, -1, NaN, Infinity]) {
        const classWeights = [wrong, ...weights.slice(1)]
        const refused = compile({ ...compileRequest({ ...job, model }), classWeights })
        await expect(refused).rejects.toMatchObject({ name: 'LabError', code: 'invalid-input' })
      }
    })

    check('a label of which nothing would be left is refused', job, async () => {
      for (const labelSmoothing of [1, -0.1, NaN]) {
        const refused = compile({ ...compileRequest(job), labelSmoothing })
        await expect(refused).rejects.toMatchObject({ name: 'LabError', code: 'invalid-input' })
      }
    })
  })
}
