import { expect, test } from 'vitest'
import { checkSize } from './check-size'
import { modelPresets } from './presets/model-presets'
import { type ModelSpec, modelSpec } from './model-spec'

const deep: ModelSpec = modelSpec.parse({
  inputShape: [32, 32, 3],
  layers: [
    { type: 'flatten', name: 'flatten' },
    ...Array.from({ length: 60 }, (_, i) => ({ type: 'dense', name: `wide${i}`, units: 8192 })),
    { type: 'dense', name: 'scores', units: 10 }
  ]
})

test('a network of billions of parameters is refused with their number, the limit and what to do', () => {
  expect(() => checkSize(deep)).toThrow(
    'The network has 3,985,162,250 parameters; Tenfold trains at most 16,000,000.'
  )
})

test.each(modelPresets)('$value is small enough', ({ model }) => {
  expect(() => checkSize(model)).not.toThrow()
})
