import { whitenedModel } from '../model/presets/whitened-model'
import { lessonConfig } from '../settings/run-config'
import type { Recipe } from './recipe'
import { sharedIngredients } from './shared-ingredients'

export const minuteRecipe: Recipe = {
  id: 'minute',
  name: 'A minute',
  text: 'A network smaller than the lesson’s, trained for four epochs: about 80 %.',
  config: {
    ...lessonConfig,
    model: whitenedModel([16, 40, 40]),
    optimizer: { type: 'muon', learningRate: 0.15, momentum: 0.6, nesterov: true, weightDecay: 0 },
    batchSize: 500,
    epochs: 4,
    schedule: 'linear',
    labelSmoothing: 0.2,
    flip: 'random',
    crop: 2,
    logEvery: 20,
    checkpointEvery: 100
  },
  ingredients: sharedIngredients
}
