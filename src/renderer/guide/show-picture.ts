import type { ScriptPart } from '../../core/code/script'
import type { Topic } from '../../core/lesson/topic'
import type { App } from '../app/app.svelte'
import type { Tab } from '../state/place/tabs.svelte'

type Pictures<R extends 'data' | 'optimizer' | 'train' | 'evaluate'> = Readonly<
  Partial<Record<Topic, Tab<R>>>
>

/** Which pictures of a room have what a line speaks of. */
const dataTabs: Pictures<'data'> = {
  classes: 'classes',
  pixels: 'image',
  batchSize: 'batches',
  workers: 'batches',
  shuffle: 'batches',
  seed: 'batches',
  epochs: 'batches',
  trainSet: 'split',
  testSet: 'split',
  validationSplit: 'split',
  trainImages: 'split',
  augmentation: 'augmentation',
  flip: 'augmentation',
  crop: 'augmentation',
  brightness: 'augmentation',
  contrast: 'augmentation',
  cutout: 'augmentation'
}
const trainTabs: Pictures<'train'> = {
  epochs: 'curve',
  logEvery: 'curve',
  checkpointEvery: 'curve',
  zeroGrad: 'steps',
  backward: 'steps',
  recipes: 'recipes'
}
const evaluateTabs: Pictures<'evaluate'> = {
  matrix: 'mistakes',
  perClass: 'mistakes',
  precision: 'classes',
  topTwo: 'confidence',
  calibration: 'confidence',
  evaluateEvery: 'time',
  watchTest: 'time'
}
const optimizerTabs: Pictures<'optimizer'> = { optimizer: 'race', learningRate: 'race', momentum: 'race' }

/** Lets a room show the picture of what is spoken of, where it has one. */
export function showPicture(app: App, key: Topic, room: ScriptPart): void {
  switch (room) {
    case 'data': {
      const tab = dataTabs[key]
      if (tab !== undefined) app.tabs.show('data', tab)
      return
    }
    case 'network': {
      const layer = app.networkRoom.model.layers.findIndex(({ name }) => key === `layer:${name}`)
      if (layer !== -1) app.networkRoom.select(layer)
      return
    }
    case 'optimizer': {
      const tab = optimizerTabs[key]
      if (tab !== undefined) app.tabs.show('optimizer', tab)
      return
    }
    case 'train': {
      const tab = trainTabs[key]
      if (tab !== undefined) app.tabs.show('train', tab)
      return
    }
    case 'evaluate': {
      const tab = evaluateTabs[key]
      if (tab !== undefined) app.tabs.show('evaluate', tab)
    }
  }
}
