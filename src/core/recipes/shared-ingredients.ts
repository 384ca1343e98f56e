import type { LayerSpec } from '../layers/layer-kinds'
import type { ModelSpec } from '../model/model-spec'
import { optimizerSpec } from '../optimizers/optimizer-kinds'
import type { RunConfig } from '../settings/run-config'
import type { Ingredient } from './recipe'

const withLayers = (
  { model, ...config }: RunConfig,
  change: (layers: readonly LayerSpec[]) => LayerSpec[]
): RunConfig => ({ ...config, model: { ...model, layers: change(model.layers) } satisfies ModelSpec })

const withKnobs = (config: RunConfig, knobs: object): RunConfig => ({
  ...config,
  optimizer: optimizerSpec.parse({ ...config.optimizer, ...knobs })
})

/** What the fast recipes have in common. */
export const sharedIngredients: readonly Ingredient[] = [
  {
    id: 'whitening',
    name: 'Whitening filters',
    text: 'Neighbouring pixels are nearly alike. The first layer’s filters are worked out from the training images so that their outputs are not: they show brightness, edges and colours as separate values of the same size. They are frozen, so no step has to find them.',
    instead: 'random filters that learn',
    without: (config) =>
      withLayers(config, (layers) =>
        layers.map((layer) => {
          if (layer.type !== 'conv2d' || layer.initialisation !== 'whitening') return layer
          const { initialisation: _initialisation, frozen: _frozen, ...learning } = layer
          return learning
        })
      )
  },
  {
    id: 'muon',
    name: 'Muon',
    text: 'The optimizer moves each layer’s weights as one matrix, and makes every step orthogonal: all directions move by the same length, also those with small gradients.',
    instead: 'the optimizer SGD with Nesterov momentum 0.85, a rate of 0.25 and weight decay',
    without: (config) => ({
      ...config,
      optimizer: { type: 'sgd', learningRate: 0.25, momentum: 0.85, nesterov: true, weightDecay: 0.0005 }
    })
  },
  {
    id: 'batch-normalisation',
    name: 'Batch normalisation',
    text: 'Keeps the values of every map at the same mean and spread, whatever the layers before do. That allows a much higher learning rate.',
    instead: 'no batch normalisation and a tenth of the learning rate',
    without: (config) =>
      withKnobs(
        withLayers(config, (layers) => layers.filter(({ type }) => type !== 'batchNorm')),
        { learningRate: config.optimizer.learningRate / 10 }
      )
  },
  {
    id: 'gelu',
    name: 'GELU',
    text: 'An activation like ReLU, but smooth: values just below zero pass a little of the gradient, so fewer units are dead.',
    instead: 'only ReLU',
    without: (config) =>
      withLayers(config, (layers) =>
        layers.map((layer): LayerSpec => (layer.type === 'gelu' ? { ...layer, type: 'relu' } : layer))
      )
  },
  {
    id: 'schedule',
    name: 'A rate that falls to zero',
    text: 'Long steps at the start to get near a good point, short ones at the end to settle in it.',
    instead: 'a constant learning rate',
    without: (config) => ({ ...config, schedule: 'constant' })
  },
  {
    id: 'label-smoothing',
    name: 'Label smoothing',
    text: 'A fifth of each label is spread over all classes, so the network does not spend its steps on getting even surer.',
    instead: 'labels as they are',
    without: (config) => ({ ...config, labelSmoothing: 0 })
  },
  {
    id: 'flip',
    name: 'Mirror images',
    text: 'Every image is shown mirrored half of the time. A mirrored car is a car: the network sees twice as many different images.',
    instead: 'images as they are, left and right',
    without: (config) => ({ ...config, flip: 'off' })
  },
  {
    id: 'crop',
    name: 'Shifted images',
    text: 'Every image is shifted by up to two pixels, differently in each epoch. Where a thing is in the image does not tell what it is.',
    instead: 'images where they are',
    without: (config) => ({ ...config, crop: 0 })
  }
]
