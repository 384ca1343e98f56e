import { expect, test } from 'vitest'
import { lessonDataset } from '../../core/data/lesson-dataset'
import { LabError } from '../../core/base/lab-error'
import { lessonModel } from '../../core/model/lesson-model'
import { requireFitOf, toldOfNetwork } from './told-of-network'

const shape: [number, number, number] = [40, 40, 3]
const model = { ...lessonModel, inputShape: shape }
const larger = { ...lessonDataset, id: 'larger', name: 'Larger', shape }
const largest = { ...larger, id: 'largest', name: 'Largest' }

const unsaid = { file: 'net.onnx', model, classes: undefined, labels: undefined }

function hintOf(others: Parameters<typeof requireFitOf>[2]): string {
  try {
    requireFitOf(model, lessonDataset, others)
  } catch (thrown) {
    return LabError.from(thrown).hint
  }
  return ''
}

test('a network for other images is offered the data sets that it fits', () => {
  const network = { ...unsaid, pixelsFrom: 'nowhere' as const, trainedHere: false }
  expect(toldOfNetwork(network, lessonDataset, [lessonDataset, larger]).misfit).toEqual({
    message: 'The network takes 40 × 40 × 3 images, but CIFAR-10 has 32 × 32 × 3 images.',
    datasets: [{ id: 'larger', name: 'Larger' }]
  })
  expect(hintOf([larger])).toBe(
    'It fits this data set: Larger (larger). Choose it in Data, or in a terminal with --data larger.'
  )
  expect(hintOf([larger, largest])).toMatch(
    /^It fits these data sets: Larger \(larger\), Largest \(largest\)\./
  )
  expect(hintOf([])).toMatch(/^Use it with a data set of 40 × 40 × 3 images in 10 classes: /)
})

test('one that was trained here belongs to its own data set', () => {
  const network = { ...unsaid, pixelsFrom: 'file' as const, trainedHere: true }
  expect(toldOfNetwork(network, lessonDataset, [])).toMatchObject({ misfit: null, asksChannels: false })
})
