import type { Topic } from '../../../core/lesson/topic'
import type { Tab } from './tabs.svelte'

type Room = 'data' | 'network' | 'optimizer' | 'train' | 'evaluate'

/** What the guide turns to when somebody goes to a picture; nothing where it goes on speaking of what it speaks of. */
const topics: { readonly [R in Room]: Readonly<Record<Tab<R>, Topic | undefined>> } = {
  data: {
    classes: 'classes',
    image: 'pixels',
    batches: 'batchSize',
    split: 'testSet',
    augmentation: 'augmentation',
    card: 'pixels'
  },
  network: { usual: undefined, compute: undefined, filters: undefined, loss: 'loss', edit: undefined },
  optimizer: { race: 'race', own: 'lossSurface', rate: 'learningRate' },
  train: {
    curve: 'logEvery',
    steps: 'zeroGrad',
    overfitting: 'validationSplit',
    recipes: 'recipes',
    plan: 'engine'
  },
  evaluate: { mistakes: undefined, classes: 'precision', confidence: 'calibration', time: 'evaluateEvery' }
}

const all: Readonly<Record<string, Readonly<Record<string, Topic | undefined>>>> = topics

export function topicOfTab(room: string, tab: string): Topic | undefined {
  return all[room]?.[tab]
}
