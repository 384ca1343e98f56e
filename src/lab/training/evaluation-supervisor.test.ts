import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { confusionCells } from '../../core/run/evaluation'
import { pixelsOf } from '../../core/model/pixel-range'
import { cifar10Manifest } from '../dataset/files/cifar10-manifest'
import { EvaluationSupervisor } from './evaluation-supervisor'
import { fakeTrainer } from './fake-trainer'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-supervisor-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('an evaluation', () => {
  const job = {
    kind: 'evaluate' as const,
    runFolder: '/nowhere',
    step: 5,
    dataset: { folder: '', manifest: cifar10Manifest },
    pixels: pixelsOf({}),
    mirrored: false,
    keep: true
  }
  const result = {
    split: 'test' as const,
    classes: ['a'],
    cells: confusionCells([[3]]),
    loss: 1,
    durationMs: 2
  }

  test('tells its progress and gives its result', async () => {
    const evaluations = new EvaluationSupervisor(
      await fakeTrainer(
        folder,
        `
        send({ type: 'progress', done: 1, total: 3 })
        send({ type: 'progress', done: 3, total: 3 })
        process.send({ type: 'evaluated', step: job.step, evaluation: ${JSON.stringify(result)} }, () => process.exit(0))`
      )
    )
    const told: number[] = []
    expect(await evaluations.run('run-1', job, (done) => told.push(done))).toEqual({ evaluation: result })
    expect(told).toEqual([1, 3])
  })

  test('is cancelled, and runs once at a time for a run', async () => {
    const evaluations = new EvaluationSupervisor(
      await fakeTrainer(
        folder,
        `
        send({ type: 'progress', done: 1, total: 3 })
        const error = { code: 'cancelled', message: 'Cancelled.', hint: '' }
        onControl('stop', () => process.send({ type: 'failed', error }, () => process.exit(1)))`
      )
    )
    let cancelled: Promise<unknown> = Promise.resolve()
    await new Promise<void>((resolve) => {
      cancelled = evaluations.run('run-1', job, () => resolve()).catch((thrown: unknown) => thrown)
    })
    await expect(evaluations.run('run-1', job, () => undefined)).rejects.toMatchObject({ code: 'busy' })
    expect(() => evaluations.refuse('run-1')).toThrow('being evaluated')
    await evaluations.cancel('run-1')
    expect(await cancelled).toMatchObject({ code: 'cancelled' })
    evaluations.refuse('run-1')
  })

  test('that crashes fails with the cause', async () => {
    const evaluations = new EvaluationSupervisor(await fakeTrainer(folder, `process.abort()`))
    await expect(evaluations.run('run-1', job, () => undefined)).rejects.toMatchObject({
      code: 'trainer-crashed'
    })
  })
})
