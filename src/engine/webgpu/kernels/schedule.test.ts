import { describe, expect, test } from 'vitest'
import { lessonModel } from '../../../core/model/lesson-model'
import { defaultOptimizers } from '../../../core/optimizers/optimizer-kinds'
import { planWebgpu } from '../plan/plan-webgpu'
import type { Job } from './job'
import { trainingJobs } from './network-jobs'
import { schedule } from './schedule'

const job = (name: string, reads: string[], writes: string[], threads = 64): Job => ({
  name,
  code: '',
  tiles: 1,
  threads,
  scratch: 0,
  reads,
  writes
})
const names = (jobs: readonly Job[]): string[] =>
  schedule(jobs).map((phase) => phase.jobs.map(({ name }) => name).join(' '))

describe('schedule', () => {
  test('what is independent runs together', () => {
    expect(names([job('a', [], ['x']), job('b', [], ['y']), job('c', ['x', 'y'], ['z'])])).toEqual([
      'a b',
      'c'
    ])
  })

  test('a reader comes after the writer, and the next writer after the reader', () => {
    expect(names([job('write', [], ['x']), job('read', ['x'], []), job('again', [], ['x'])])).toEqual([
      'write',
      'read',
      'again'
    ])
  })

  test('two writers keep their order', () => {
    expect(names([job('first', [], ['x']), job('second', [], ['x'])])).toEqual(['first', 'second'])
  })

  test('workgroups of different size go to dispatches of their own', () => {
    expect(names([job('a', [], ['x'], 64), job('b', [], ['y'], 256)])).toEqual(['a', 'b'])
  })

  test('the lesson’s network takes 5 dispatches a step in a small batch, 8 in a large one', () => {
    const dispatches = (batchSize: number): number =>
      schedule(trainingJobs(planWebgpu(lessonModel, defaultOptimizers.sgd, batchSize))).length
    expect([4, 128, 512].map(dispatches)).toEqual([5, 8, 8])
  })
})
