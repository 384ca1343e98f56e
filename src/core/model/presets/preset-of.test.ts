import { expect, test } from 'vitest'
import { lessonModel } from '../lesson-model'
import { fitModel } from '../fit-model'
import { modelKey } from '../model-key'
import { modelSpec } from '../model-spec'
import { presetOf } from './preset-of'
import { modelPresets } from './model-presets'

const grey: Parameters<typeof fitModel>[1] = {
  name: 'Grey shapes',
  shape: [20, 28, 1],
  classes: ['disc', 'ring', 'cross'],
  normalisation: { mean: [0.25], standardDeviation: [0.25] }
}

test.each(modelPresets)('$text is recognised, also fitted to other images', ({ model, text }) => {
  expect(presetOf(model)).toBe(text)
  expect(presetOf(fitModel(model, grey))).toBe(text)
})

test('another network is none of them', () => {
  const [first, ...others] = lessonModel.layers
  if (first?.type !== 'conv2d') throw new Error('the lesson’s first layer is a convolution')
  expect(presetOf({ ...lessonModel, layers: [{ ...first, filters: 7 }, ...others] })).toBeUndefined()
})

test('the key does not depend on the order in which fields were written', () => {
  const turned: unknown = JSON.parse(JSON.stringify(lessonModel), (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).reverse())
      : value
  )
  expect(modelKey(modelSpec.parse(turned))).toBe(modelKey(lessonModel))
  expect(modelKey({ ...lessonModel, pixels: [0, 1] })).not.toBe(modelKey(lessonModel))
})
