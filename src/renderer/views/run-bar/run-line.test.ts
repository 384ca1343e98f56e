import { describe, expect, it } from 'vitest'
import { newRun, type RunState } from '../../../core/run/run-state'
import { lessonConfig } from '../../../core/settings/run-config'
import { Series } from '../../../core/maths/series'
import { runLine } from './run-line'

const training: RunState = {
  ...newRun,
  status: { kind: 'training' },
  config: lessonConfig,
  step: 150,
  epoch: 2,
  stepsPerEpoch: 100,
  totalSteps: 200
}

function validated(durationMs: number): RunState['validations'] {
  const epoch = {
    step: 100,
    epoch: 1,
    loss: 1,
    accuracy: 0.5,
    trainLoss: undefined,
    trainAccuracy: undefined
  }
  return Series.of({ ...epoch, durationMs })
}

describe('the line in the run bar', () => {
  it('says what comes first where there is no run', () => {
    expect(runLine(undefined, false)).toEqual({ text: 'Get the data first, then train' })
    expect(runLine(undefined, true)).toEqual({ text: 'Nothing trained yet' })
    expect(runLine('opening', true)).toEqual({ text: 'Opening the run' })
  })

  it('says the epoch of a run that trains or pauses', () => {
    expect(runLine(training, true)).toEqual({ word: 'Training', text: 'epoch 2 of 2' })
    const paused = { ...training, status: { kind: 'paused' as const } }
    expect(runLine(paused, true)).toEqual({ word: 'Paused', text: 'epoch 2 of 2' })
  })

  it('says that it evaluates after the last step', () => {
    expect(runLine({ ...training, step: 200 }, true).text).toBe('evaluating on the test images')
  })

  it('says that it validates where that takes long enough to be read', () => {
    const atEnd = { ...training, step: 200, validationImages: 10 }
    expect(runLine({ ...atEnd, validations: validated(1000) }, true).text).toBe('validating epoch 2')
    expect(runLine({ ...atEnd, validations: validated(999) }, true).text).toBe('epoch 2 of 2')
  })

  it('says where a run that has ended stands', () => {
    expect(runLine({ ...training, status: { kind: 'stopped' } }, true)).toEqual({ text: 'Stopped' })
    expect(runLine({ ...training, status: { kind: 'finished' } }, true)).toEqual({ text: 'Finished' })
    const imported = { ...training, status: { kind: 'imported' as const, fileName: 'net.tenfold.json' } }
    expect(runLine(imported, true)).toEqual({ text: 'Loaded from net.tenfold.json' })
  })
})
