import { describe, expect, test } from 'vitest'
import { TrainingControl } from './training-control'

describe('TrainingControl', () => {
  test('lets the training go on until something is asked', async () => {
    const control = new TrainingControl()
    expect(await control.next()).toEqual({ kind: 'continue' })
    control.accept({ kind: 'setLearningRate', learningRate: 0.1 })
    control.accept({ kind: 'setLearningRate', learningRate: 0.2 })
    expect(await control.next()).toEqual({ kind: 'setLearningRate', learningRate: 0.2 })
    expect(await control.next()).toEqual({ kind: 'continue' })
  })

  test('hears what arrives while the training asks', async () => {
    const control = new TrainingControl()
    const answer = control.next()
    control.accept({ kind: 'stop' })
    expect(await answer).toEqual({ kind: 'stop' })
    expect(control.stopped).toBe(true)
  })

  test('tells of a stop at once, and once', () => {
    const control = new TrainingControl()
    let told = 0
    control.onStopped(() => (told += 1))
    control.accept({ kind: 'stop' })
    control.accept({ kind: 'stop' })
    expect(told).toBe(1)
    control.onStopped(() => (told += 1))
    expect(told).toBe(2)
  })

  test('tells a pause once, and then keeps the training waiting', async () => {
    const control = new TrainingControl()
    control.accept({ kind: 'pause' })
    expect(await control.next()).toEqual({ kind: 'pause' })
    const answers: string[] = []
    const waiting = control.next().then(({ kind }) => answers.push(kind))
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
    expect(answers).toEqual([])
    control.accept({ kind: 'resume' })
    await waiting
    expect(answers).toEqual(['continue'])
    control.accept({ kind: 'pause' })
    expect(await control.next()).toEqual({ kind: 'pause' })
  })

  test('lets one mini-batch through for each step that is asked for during a pause', async () => {
    const control = new TrainingControl()
    control.accept({ kind: 'step' })
    expect(await control.next()).toEqual({ kind: 'continue' })
    control.accept({ kind: 'pause' })
    expect(await control.next()).toEqual({ kind: 'pause' })
    control.accept({ kind: 'step' })
    control.accept({ kind: 'step' })
    expect(await control.next()).toEqual({ kind: 'step' })
    expect(await control.next()).toEqual({ kind: 'step' })
    const after = control.next()
    control.accept({ kind: 'resume' })
    expect(await after).toEqual({ kind: 'continue' })
  })

  test('remembers that the timeline is watched until somebody can show it', () => {
    const control = new TrainingControl()
    control.accept({ kind: 'watchTimeline', on: true })
    const told: boolean[] = []
    control.onTimelineWatched((on) => told.push(on))
    control.accept({ kind: 'watchTimeline', on: false })
    expect(told).toEqual([true, false])
  })

  test.each([
    [{ kind: 'stop' as const }, { kind: 'stop' }],
    [
      { kind: 'setLearningRate' as const, learningRate: 0.5 },
      { kind: 'setLearningRate', learningRate: 0.5 }
    ]
  ])('answers %j during a pause', async (asked, expected) => {
    const control = new TrainingControl()
    control.accept({ kind: 'pause' })
    await control.next()
    const answer = control.next()
    await new Promise((resolve) => setImmediate(resolve))
    control.accept(asked)
    expect(await answer).toEqual(expected)
  })

  test('a pause that was taken back before it was seen never happened', async () => {
    const control = new TrainingControl()
    control.accept({ kind: 'pause' })
    control.accept({ kind: 'resume' })
    expect(await control.next()).toEqual({ kind: 'continue' })
  })
})
