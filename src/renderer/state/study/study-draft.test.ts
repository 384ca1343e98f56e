import { expect, test } from 'vitest'
import { z } from '../../../core/base/schema'
import type { RunEvent } from '../../../core/run/run-event'
import { lessonDataset } from '../../../core/data/lesson-dataset'
import { lessonConfig, type RunConfig } from '../../../core/settings/run-config'
import { FakeLab } from '../line/fake-lab'
import { Notices } from '../line/notices.svelte'
import { TrainingForm } from '../settings/training-form.svelte'
import { StudyDraft } from './study-draft.svelte'

const started = (config: RunConfig): RunEvent => ({
  type: 'started',
  at: 0,
  config,
  device: { engine: 'wasm', label: 'WASM', description: '', threads: 1 },
  dataset: lessonDataset,
  trainImages: 50_000,
  validationImages: 0,
  stepsPerEpoch: 5,
  totalSteps: 10,
  parameters: 62_006,
  versions: {}
})

/** Runs differ in their batch size: run-8 has 8. */
function openDraft(): { draft: StudyDraft; form: TrainingForm } {
  const fake = new FakeLab({
    getRun: (input) => {
      const { runId } = z.object({ runId: z.string() }).parse(input)
      const number = Number(runId.slice(4))
      const config = { ...lessonConfig, batchSize: number, seed: number }
      const { batchSize, epochs, seed } = config
      return {
        summary: {
          runId,
          number,
          name: runId,
          createdAt: 0,
          status: { kind: 'finished' },
          step: 0,
          totalSteps: 0,
          batchSize,
          epochs,
          seed,
          learningRate: 0.1,
          trainMs: 0
        },
        events: [started(config)]
      }
    }
  })
  const form = new TrainingForm(
    () => undefined,
    () => lessonDataset
  )
  return { draft: new StudyDraft(fake, new Notices(), form, () => lessonDataset), form }
}

test('a search starts with one seed, a comparison with five; what was typed stays', () => {
  const { draft } = openDraft()
  expect(draft.plan?.seeds).toEqual([1, 2, 3, 4, 5])
  draft.set({ question: 'grid' })
  expect(draft.texts.seeds).toBe('1')
  expect(draft.texts.axes.map(({ name }) => name)).toEqual(['learningRate'])
  draft.set({ question: 'seeds' })
  expect(draft.texts.seeds).toBe('5')
  draft.set({ seeds: '7, 8' })
  draft.set({ question: 'random' })
  expect(draft.texts.seeds).toBe('7, 8')
})

test('a setting varies once, and of the knobs only those that the optimizer has', () => {
  const { draft } = openDraft()
  draft.set({ question: 'grid' })
  draft.addAxis()
  const names = draft.texts.axes.map(({ name }) => name)
  expect(new Set(names).size).toBe(2)
  expect(draft.fieldNames).toContain('momentum')
  expect(draft.fieldNames).not.toContain('beta1')
  expect(draft.fieldNames).not.toContain('seed')
})

test('runs are compared by their settings, each once', async () => {
  const { draft, form } = openDraft()
  await draft.begin(['run-8', 'run-16'])
  expect(draft.texts.question).toBe('settings')
  expect(draft.withNext).toBe(false)
  expect(draft.plan?.variants.map(({ batchSize }) => batchSize)).toEqual([8, 16])
  draft.withNext = true
  expect(draft.plan?.variants.length).toBe(3)
  form.set('batchSize', '8')
  expect(draft.repeated.map(({ number }) => number)).toEqual([8])
  expect(draft.plan?.variants.map(({ batchSize }) => batchSize)).toEqual([8, 16])
  draft.removeRun('run-16')
  expect(draft.errors.settings).toBe('Choose at least two settings to compare.')
})

test('one run is compared with the settings in Train', async () => {
  const { draft } = openDraft()
  await draft.begin(['run-8'])
  expect(draft.plan?.variants.map(({ batchSize }) => batchSize)).toEqual([lessonConfig.batchSize, 8])
})
