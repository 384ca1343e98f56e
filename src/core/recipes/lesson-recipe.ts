import { lessonConfig } from '../settings/run-config'
import type { Recipe } from './recipe'

export const lessonRecipe: Recipe = {
  id: 'lesson',
  name: 'The lesson',
  text: 'The tutorial’s network and settings: simple, small, and about 54 % after two epochs.',
  config: lessonConfig,
  ingredients: [
    {
      id: 'momentum',
      name: 'Momentum 0.9',
      text: 'Each step keeps nine tenths of the step before. Directions in which the gradients agree add up; those in which they differ cancel out.',
      instead: 'plain SGD, with a momentum of 0',
      without: (config) => ({ ...config, optimizer: { ...lessonConfig.optimizer, momentum: 0 } })
    },
    {
      id: 'small-batches',
      name: 'Batches of 4 images',
      text: 'Small batches give many steps: 12,500 in an epoch. Each is a rough estimate, but at this learning rate the number of steps decides how far the network gets.',
      instead: 'batches of 64 images, at the same learning rate',
      without: (config) => ({ ...config, batchSize: 64, logEvery: 125 })
    },
    {
      id: 'second-epoch',
      name: 'A second epoch',
      text: 'The network sees every image twice, in another order. The loss still falls.',
      instead: 'one epoch',
      without: (config) => ({ ...config, epochs: 1 })
    }
  ]
}
