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
    text: 'Neighbouring pixels have similar values. The filters of the first layer are computed from the training images so that their outputs are uncorrelated and equally spread: brightness, edges and colours become separate values. They are frozen: training does not have to find them.',
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
    text: 'The optimizer treats each layer’s weights as one matrix and evens out its update, so that directions with small gradients move as far as the others.',
    instead: 'the optimizer SGD with Nesterov momentum 0.9, a rate of 0.1 and weight decay',
    without: (config) => ({
      ...config,
      optimizer: { type: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.0005 }
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
    name: 'A learning rate that falls to zero',
    text: 'Long steps at the start to get near a good point, short ones at the end to settle in it.',
    instead: 'a constant learning rate',
    without: (config) => ({ ...config, schedule: 'constant' })
  },
  {
    id: 'label-smoothing',
    name: 'Label smoothing',
    text: 'A fifth of each label is spread over all classes, so the network is not rewarded for being more and more certain.',
    instead: 'labels as they are',
    without: (config) => ({ ...config, labelSmoothing: 0 })
  },
  {
    id: 'flip',
    name: 'Mirror images',
    text: 'Every image is shown mirrored half of the time. A mirrored car is a car: the network sees twice as many different images.',
    instead: 'images that are not mirrored',
    without: (config) => ({ ...config, flip: 'off' })
  },
  {
    id: 'crop',
    name: 'Shifted images',
    text: 'Every image is shifted by up to two pixels, differently in each epoch. An object stays the same wherever it is in the image.',
    instead: 'images that are not shifted',
    without: (config) => ({ ...config, crop: 0 })
  }
]
