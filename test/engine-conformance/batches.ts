import { describe, expect } from 'vitest'
import { batchNorm, conv2d, dense, everything, flatten, network, relu, small } from './networks'
import type { Subject } from './subject'
import { fillSlot } from './synthetic-images'
import { compileRequest, plainMomentum } from './trajectory'
import { steadyRates } from './steady-rates'

export function testBatches({ name, check, compare, compile }: Subject): void {
  describe(`batches on ${name}`, () => {
    for (const batchSize of [1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 16, 17, 33, 64]) {
      const images = batchSize * 2 + Math.ceil(batchSize / 2)
      const job = { model: small, optimizer: plainMomentum, batchSize, images }
      check(`batch size ${batchSize}, the last batch short`, job, () => compare(job))
    }

    for (const batchSize of [2, 3, 5, 8, 17, 33]) {
      const job = { model: everything, optimizer: plainMomentum, batchSize, images: batchSize * 2 + 2 }
      check(`batch size ${batchSize} with batch normalisation and dropout`, job, () => compare(job))
    }

    const image = network([4, 4, 2], conv2d(3, [2, 2]), batchNorm(), relu, flatten, dense(4))
    const alone = { model: image, optimizer: plainMomentum, batchSize: 1, images: 5 }
    check('a batch of one image has something to normalise over', alone, () => compare(alone))

    const flat = network([3, 3, 1], flatten, dense(5), batchNorm(), dense(4))
    const refused = { model: flat, optimizer: plainMomentum, batchSize: 4, images: 9 }
    check('a batch of one value a channel is refused before any step', refused, async () => {
      const request = compileRequest(refused)
      const program = await compile(request)
      const slot = program.createSlot(9)
      fillSlot(slot, 4)
      const losses = new Float32Array(9)
      await expect(program.train(slot, 0, 9, 4, steadyRates(plainMomentum, 3), losses)).rejects.toMatchObject(
        { code: 'invalid-input' }
      )
      await expect(program.train(slot, 0, 4, 1, steadyRates(plainMomentum, 4), losses)).rejects.toThrow(
        'one value for each channel'
      )
      expect(await program.readState()).toEqual(request.state)
      const logits = new Float32Array(4)
      await program.predict(slot, 1, logits)
      expect(logits.every(Number.isFinite)).toBe(true)
      await program.dispose()
    })

    const sizes = { model: small, optimizer: plainMomentum, batchSize: 8, images: 20 }
    check('a batch within a slot and a batch smaller than was compiled for', sizes, async () => {
      const program = await compile(compileRequest(sizes))
      const whole = await compile(compileRequest({ ...sizes, batchSize: 5 }))
      const slot = program.createSlot(20)
      const other = whole.createSlot(20)
      fillSlot(slot, 6)
      fillSlot(other, 6)
      const losses = new Float32Array(4)
      const later = new Float32Array(4)
      await program.train(slot, 0, 10, 5, steadyRates(plainMomentum, 4), losses)
      await program.train(slot, 10, 10, 5, steadyRates(plainMomentum, 4), later)
      losses.set(later.subarray(0, 2), 2)
      const expected = new Float32Array(4)
      await whole.train(other, 0, 20, 5, steadyRates(plainMomentum, 4), expected)
      expect(losses).toEqual(expected)
      expect(await program.readState()).toEqual(await whole.readState())
      await program.dispose()
      await whole.dispose()
    })
  })
}
