import { describe, expect } from 'vitest'
import type { BatchSlot, Program } from '../../src/core/engine/engine'
import type { LabErrorCode } from '../../src/core/base/lab-error'
import { untrainedState } from '../../src/core/model/weights'
import { hashedWeights } from './hashed-weights'
import { dense, flatten, network, small } from './networks'
import type { Subject } from './subject'
import { fillSlot } from './synthetic-images'
import { compileRequest, plainMomentum } from './trajectory'

/** A program for batches of up to 4 images and 6 classes, a slot of its own for 8 images, and one of another. */
interface Scene {
  readonly program: Program
  readonly slot: BatchSlot
  readonly foreign: BatchSlot
}

interface Refusal {
  readonly call: (scene: Scene) => Promise<void>
  readonly code: LabErrorCode
  readonly message: string
}

const rates = new Float64Array(8)
const losses = new Float32Array(8)
const scores = new Float32Array(8 * 6)
const otherState = untrainedState(hashedWeights(network([4, 4, 1], flatten, dense(3))))
const state = untrainedState(hashedWeights(small))
const invalid = (message: string, call: Refusal['call']): Refusal => ({
  call,
  code: 'invalid-input',
  message
})

/** Every engine says the same. */
const refusals: Readonly<Record<string, Refusal>> = {
  'fewer learning rates than steps': invalid('room for 1 learning rates', ({ program, slot }) =>
    program.train(slot, 0, 8, 4, new Float64Array(1), losses)
  ),
  'a learning rate that is no number': invalid('learning rate NaN', ({ program, slot }) =>
    program.train(slot, 0, 8, 4, Float64Array.of(0, NaN), losses)
  ),
  'a batch larger than was compiled for': invalid('compiled for up to 4', ({ program, slot }) =>
    program.train(slot, 0, 8, 8, rates, losses)
  ),
  'a batch of nothing': invalid('A batch of 0 images', ({ program, slot }) =>
    program.train(slot, 0, 8, 0, rates, losses)
  ),
  'a batch of one and a half': invalid('A batch of 1.5 images', ({ program, slot }) =>
    program.train(slot, 0, 3, 1.5, rates, losses)
  ),
  'training beyond the slot': invalid(
    'Images 4 to 12 were requested, but the slot holds 8',
    ({ program, slot }) => program.train(slot, 4, 8, 4, rates, losses)
  ),
  'training before the slot': invalid('Images -1 to 3', ({ program, slot }) =>
    program.train(slot, -1, 4, 4, rates, losses)
  ),
  'training on half an image': invalid('Images 0 to 2.5', ({ program, slot }) =>
    program.train(slot, 0, 2.5, 2, rates, losses)
  ),
  'a label that is no class': invalid(
    'the label 6, but the network has only 6 classes',
    ({ program, slot }) => {
      slot.labels[5] = 6
      return program.train(slot, 4, 4, 4, rates, losses)
    }
  ),
  'no room for the losses': invalid('room for 1 losses, but 2 were requested', ({ program, slot }) =>
    program.train(slot, 0, 8, 4, rates, new Float32Array(1))
  ),
  'training on the slot of another program': invalid('a slot that it did not make', ({ program, foreign }) =>
    program.train(foreign, 0, 4, 4, rates, losses)
  ),
  'predicting beyond the slot': invalid('Images 0 to 9', ({ program, slot }) =>
    program.predict(slot, 9, new Float32Array(9 * 6))
  ),
  'predicting fewer than no images': invalid('Images 0 to -1', ({ program, slot }) =>
    program.predict(slot, -1, scores)
  ),
  'no room for the scores': invalid('room for 47 scores, but 48 were requested', ({ program, slot }) =>
    program.predict(slot, 8, new Float32Array(47))
  ),
  'predicting on the slot of another program': invalid(
    'a slot that it did not make',
    ({ program, foreign }) => program.predict(foreign, 4, scores)
  ),
  'the state of another network': invalid('do not fit the network', ({ program }) =>
    program.writeState(otherState)
  ),
  'a state with more than the optimizer keeps': invalid('do not fit the network', ({ program }) =>
    program.writeState({ ...state, optimizerState: [[], []] })
  ),
  'a state of no whole step': invalid('do not fit the network', ({ program }) =>
    program.writeState({ ...state, step: 0.5 })
  )
}

export function testRefusals({ name, check, compile }: Subject): void {
  describe(`refusals on ${name}`, () => {
    const job = { model: small, optimizer: plainMomentum, batchSize: 4, images: 8 }

    check('wrong calls, which change nothing', job, async () => {
      const request = compileRequest(job)
      const program = await compile(request)
      const other = await compile(request)
      const scene = { program, slot: program.createSlot(8), foreign: other.createSlot(8) }
      for (const [title, { call, code, message }] of Object.entries(refusals)) {
        fillSlot(scene.slot, 6)
        const refused = call(scene)
        await expect(refused, title).rejects.toMatchObject({ name: 'LabError', code })
        await expect(refused, title).rejects.toThrow(message)
      }
      expect(() => program.createSlot(0)).toThrow('0 images')
      expect(await program.readState()).toEqual(request.state)
      await program.dispose()
      await other.dispose()
    })

    check('a network with the state of another', job, async () => {
      const request = compileRequest(job)
      for (const wrong of [otherState, { ...state, optimizerState: [[], []] }]) {
        const refused = compile({ ...request, state: wrong })
        await expect(refused).rejects.toMatchObject({ code: 'invalid-input' })
        await expect(refused).rejects.toThrow('do not fit the network')
      }
      await expect(compile({ ...request, batchSize: 0 })).rejects.toThrow('batches of 0 images')
    })

    check('rows that the data set does not have', job, async () => {
      const data = {
        images: new Uint8Array(3 * 192),
        labels: Uint16Array.of(0, 1, 6),
        count: 3,
        shape: small.inputShape
      }
      const program = await compile({ ...compileRequest(job), data })
      const slot = program.createSlot(8)
      slot.indices.set([0, 1, 3, 2])
      await expect(program.train(slot, 1, 2, 4, rates, losses)).rejects.toThrow('Row 3 was requested')
      await expect(program.train(slot, 3, 1, 4, rates, losses)).rejects.toThrow('the label 6')
      await program.train(slot, 0, 2, 2, rates, losses)
      expect(losses[0]).toBeGreaterThan(0)
      await program.dispose()
    })

    check('a call while another is under way', job, async () => {
      const program = await compile(compileRequest(job))
      const slot = program.createSlot(8)
      fillSlot(slot, 6)
      const training = program.train(slot, 0, 8, 4, rates, losses)
      const busy = { name: 'LabError', code: 'busy' }
      await expect(program.train(slot, 0, 8, 4, rates, new Float32Array(2))).rejects.toMatchObject(busy)
      await training
      const predicting = program.predict(slot, 8, scores)
      const refused = program.train(slot, 0, 8, 4, rates, losses)
      await expect(refused).rejects.toMatchObject(busy)
      await predicting
      expect((await program.readState()).step).toBe(2)
      await program.dispose()
    })

    check('calls after it was disposed of', job, async () => {
      const program = await compile(compileRequest(job))
      const slot = program.createSlot(8)
      await program.dispose()
      await program.dispose()
      for (const call of [
        () => program.train(slot, 0, 4, 4, rates, losses),
        () => program.predict(slot, 4, scores),
        () => program.readState(),
        () => program.readWeights(),
        () => program.writeState(state)
      ]) {
        await expect(call()).rejects.toThrow('after it had been disposed of')
      }
      expect(() => program.createSlot(4)).toThrow('after it had been disposed of')
    })
  })
}
