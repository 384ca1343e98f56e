import { expect, test } from 'vitest'
import { LabError } from '../../../core/base/lab-error'
import { lessonDataset } from '../../../core/data/lesson-dataset'
import { Series } from '../../../core/maths/series'
import { newRun, type RunState } from '../../../core/run/run-state'
import { lessonConfig } from '../../../core/settings/run-config'
import { FakeLab } from '../line/fake-lab'
import { ExportingNetwork } from './exporting-network.svelte'

const run = { runId: 'run-1', number: 1 }
const trained: RunState = {
  ...newRun,
  config: lessonConfig,
  dataset: lessonDataset,
  checkpoints: Series.of(100).add(200)
}
const file = { fileName: 'cifar_net.pth', mimeType: 'a/b', content: '' }

function dialog(answer: () => unknown = () => ({ file })) {
  const lab = new FakeLab({ exportNetwork: answer })
  const saved: unknown[] = []
  return { exporting: new ExportingNetwork(lab, (one) => saved.push(one)), lab, saved }
}

test('offers the checkpoints of a run, the result first', () => {
  const { exporting } = dialog()
  exporting.show(run, trained)
  expect(exporting.run).toMatchObject({ steps: [100, 200], result: 200, pixels: '-1..1' })
  expect(exporting.step).toBe(200)
  exporting.show(run, { ...trained, selected: { step: 100, epoch: 1, loss: 1 } })
  expect(exporting.step).toBe(100)
  exporting.show(run, { ...trained, checkpoints: Series.empty() })
  expect(exporting.step).toBe(100)
})

test('hands out what was chosen, and closes', async () => {
  const { exporting, lab, saved } = dialog()
  exporting.show(run, trained)
  exporting.chooseStep(100)
  exporting.chooseFormat('safetensors')
  expect(exporting.fileName).toBe('cifar_net.safetensors')
  await exporting.start()
  const input = { runId: 'run-1', step: 100, format: 'safetensors', averaged: false, preprocessing: false }
  expect(lab.calls).toEqual([{ method: 'exportNetwork', input }])
  expect(saved).toEqual([file])
  expect(exporting.run).toBeUndefined()
})

test('offers the average of the weights only where there is one and the format takes it', () => {
  const { exporting } = dialog()
  exporting.show(run, trained)
  exporting.chooseAverage(true)
  expect([exporting.offersAverage, exporting.averaged]).toEqual([false, false])
  exporting.show(run, { ...trained, config: { ...lessonConfig, ema: 0.9 } })
  expect([exporting.offersAverage, exporting.averaged]).toEqual([true, true])
  exporting.chooseFormat('pytorch-training')
  expect([exporting.offersAverage, exporting.averaged]).toEqual([false, false])
})

test('offers the preprocessing where the format takes it', () => {
  const { exporting } = dialog()
  exporting.show(run, trained)
  expect([exporting.offersPreprocessing, exporting.preprocessing]).toEqual([false, false])
  exporting.chooseFormat('onnx')
  expect([exporting.offersPreprocessing, exporting.preprocessing]).toEqual([true, true])
  exporting.choosePreprocessing(false)
  expect(exporting.preprocessing).toBe(false)
})

test('says what is wrong, stays open, and forgets it with the next choice', async () => {
  const { exporting, saved } = dialog(() => {
    throw new LabError('unsupported', 'PyTorch cannot.', 'Change it.')
  })
  exporting.show(run, trained)
  await exporting.start()
  expect(exporting.problem?.message).toBe('PyTorch cannot.')
  expect(exporting.run).toBeDefined()
  expect(saved).toEqual([])
  exporting.chooseFormat('safetensors')
  expect(exporting.problem).toBeUndefined()
})
