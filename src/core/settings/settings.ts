import type { KnobName } from '../optimizers/knobs'
import { optimizerTypes } from '../optimizers/optimizer-kinds'
import { optimizerTexts } from '../optimizers/optimizer-texts'
import { scheduleNames } from '../schedules/schedule-kinds'
import { scheduleTexts } from '../schedules/schedule-texts'
import { augmentationFields } from './augmentation-fields'
import { knobFields } from './knob-fields'
import { classWeightChoices, engineChoices, keepChoices, type OwnFieldName } from './run-schemas'
import type { Field, SettingText } from './setting'

const keepTexts: Readonly<Record<(typeof keepChoices)[number], string>> = {
  spread: 'spread over the run',
  all: 'all of them',
  latest: 'latest and best'
}

/** All but the knobs and the optimizer's type are keys of a run's configuration. */
export type FieldName = OwnFieldName | KnobName | 'optimizer'

/** The settings with a field of their own in the form, in its order. */
export const fields: Readonly<Record<FieldName, Field>> = {
  batchSize: {
    noun: 'batch size',
    label: 'Batch size',
    help: 'images in a mini-batch',
    form: { kind: 'whole', notch: 'double' },
    rooms: ['data', 'train'],
    place: 'open',
    teaching: { group: 'data' }
  },
  workers: {
    noun: 'workers',
    label: 'Workers',
    hint: 'prepare batches ahead of time',
    help: 'loader workers that prepare batches ahead of time',
    means: true,
    form: { kind: 'whole', notch: 'one' },
    rooms: ['data', 'train'],
    place: 'open',
    teaching: { group: 'data' }
  },
  epochs: {
    noun: 'epochs',
    label: 'Epochs',
    help: 'passes over all training images',
    form: { kind: 'whole', notch: 'fromOne' },
    rooms: ['train', 'data'],
    place: 'open',
    teaching: { group: 'training' }
  },
  /** Its type; what it lets people set are the knobs. */
  optimizer: {
    noun: 'optimizer',
    label: 'Optimizer',
    help: 'the rule that updates the weights',
    form: {
      kind: 'choice',
      choices: optimizerTypes.map((value) => ({ value, text: optimizerTexts[value].name }))
    },
    rooms: ['optimizer', 'train'],
    place: 'open',
    teaching: { group: 'optimizer', text: 'Choice of optimizer' }
  },
  ...knobFields,
  schedule: {
    noun: 'schedule',
    label: 'Schedule',
    help: 'how the learning rate changes during the run',
    form: {
      kind: 'choice',
      choices: scheduleNames.map((value) => ({ value, text: scheduleTexts[value].name }))
    },
    rooms: ['optimizer', 'train'],
    place: 'open',
    teaching: { group: 'optimizer' }
  },
  warmup: {
    noun: 'warm-up',
    label: 'Warm-up',
    hint: 'of the steps, in which the rate rises; try 5 %',
    help: 'share of the steps in which the learning rate rises to its full value',
    form: { kind: 'share', notch: 'ten' },
    rooms: ['optimizer', 'train'],
    place: 'folded',
    fold: 'steps',
    teaching: { group: 'optimizer' }
  },
  labelSmoothing: {
    noun: 'label smoothing',
    label: 'Label smoothing',
    hint: 'of the label, spread over all classes; try 10 %',
    help: 'share of each label that the loss spreads evenly over all classes',
    form: { kind: 'share', notch: 'ten' },
    rooms: ['train'],
    place: 'folded',
    fold: 'steps',
    teaching: { group: 'training' }
  },
  classWeights: {
    noun: 'class weights',
    label: 'Class weights',
    hint: 'balanced makes rare classes count more',
    help: 'how much images of each class count in the loss; balanced makes up for classes with few images',
    form: { kind: 'choice', choices: classWeightChoices.map((value) => ({ value, text: value })) },
    rooms: ['train'],
    place: 'folded',
    fold: 'steps',
    teaching: { group: 'training' }
  },
  clip: {
    noun: 'gradient clipping',
    label: 'Gradient clipping',
    hint: 'the largest norm of a gradient; 0 is off',
    help: 'scales the gradients of a step down if their norm is larger than this; 0 means never',
    form: { kind: 'decimal', notch: 'one' },
    rooms: ['train'],
    place: 'folded',
    fold: 'steps',
    teaching: { group: 'training' }
  },
  seed: {
    noun: 'seed',
    label: 'Seed',
    help: 'the same seed, engine and arithmetic give the same weights',
    form: { kind: 'whole', notch: 'one' },
    rooms: ['train', 'data'],
    place: 'open',
    teaching: { group: 'training' }
  },
  validationSplit: {
    noun: 'validation split',
    label: 'Validation',
    help: 'share of the training images to hold back',
    form: { kind: 'share', notch: 'ten' },
    rooms: ['train', 'data'],
    place: 'folded',
    teaching: { group: 'data' }
  },
  trainImages: {
    noun: 'training images',
    label: 'Training images',
    help: 'how many images to train on; few make over-fitting visible; 0 means all that are not held back',
    form: { kind: 'whole' },
    rooms: ['train', 'data'],
    place: 'folded',
    teaching: { group: 'data' }
  },
  patience: {
    noun: 'early stopping',
    label: 'Early stopping',
    hint: 'epochs without a lower validation loss; try 3; 0 means never',
    help: 'epochs in a row without a lower validation loss after which training ends; the result is then the best checkpoint; 0 means never',
    form: { kind: 'whole', notch: 'one' },
    rooms: ['train'],
    place: 'folded',
    teaching: { group: 'training' }
  },
  ema: {
    noun: 'weight averaging',
    label: 'Weight averaging',
    hint: 'share kept at every 10th step; try 0.98; 0 means off',
    help: 'keep a moving average of the weights and evaluate it too: the share of it that each 10th step keeps; 0 means off',
    form: { kind: 'decimal' },
    rooms: ['train'],
    place: 'folded',
    teaching: { group: 'training' }
  },
  evaluateEvery: {
    noun: 'evaluation interval',
    label: 'Evaluate every',
    hint: 'steps; 0 means after each epoch only',
    help: 'steps between evaluations while training, besides those after each epoch; 0 means no others',
    means: true,
    form: { kind: 'whole' },
    rooms: ['train'],
    place: 'folded',
    teaching: { group: 'training', text: 'Evaluation interval' }
  },
  watchTest: {
    noun: 'watching the test images',
    label: 'Watch test images',
    hint: 'evaluates them while training; nothing is chosen by them',
    help: 'evaluate the test images too while training, to watch them; nothing is chosen by them',
    means: true,
    form: { kind: 'switch' },
    rooms: ['train'],
    place: 'folded',
    teaching: { group: 'training' }
  },
  ...augmentationFields,
  engine: {
    noun: 'engine',
    label: 'Engine',
    help: 'the engine that computes',
    means: true,
    form: { kind: 'choice', choices: engineChoices.map((value) => ({ value, text: value })) },
    rooms: ['train'],
    place: 'folded',
    teaching: { group: 'training' }
  },
  threads: {
    noun: 'threads',
    label: 'Threads',
    hint: 'with 0, the engine chooses',
    help: 'compute threads; with 0, the engine chooses the fastest number',
    means: true,
    form: { kind: 'whole', notch: 'one' },
    rooms: ['train'],
    place: 'folded',
    teaching: { group: 'training' }
  },
  logEvery: {
    noun: 'log interval',
    label: 'Log every',
    hint: 'mini-batches; the lesson prints every 2,000',
    help: 'mini-batches between two lines of the log',
    form: { kind: 'whole' },
    rooms: ['train'],
    place: 'folded',
    teaching: { group: 'training', text: 'Log interval' }
  },
  checkpointEvery: {
    noun: 'checkpoint interval',
    label: 'Checkpoint every',
    hint: 'steps',
    help: 'steps between checkpoints; Tenfold always saves one at the end of an epoch and when the run stops',
    means: true,
    form: { kind: 'whole' },
    rooms: ['train'],
    place: 'folded',
    teaching: { group: 'training', text: 'Checkpoint interval' }
  },
  keepCheckpoints: {
    noun: 'checkpoints kept',
    label: 'Keep',
    help: 'which checkpoints stay on disk: all; the latest three and the best; or these and about 24 spread over the run',
    means: true,
    form: { kind: 'choice', choices: keepChoices.map((value) => ({ value, text: keepTexts[value] })) },
    rooms: ['train'],
    place: 'folded',
    teaching: { group: 'training', text: 'Which checkpoints are kept' }
  }
}

export function isField(name: string): name is FieldName {
  return Object.hasOwn(fields, name)
}

export const fieldNames = Object.keys(fields).filter(isField)

const network: SettingText = {
  noun: 'network',
  label: 'Network',
  help: 'the network to train',
  rooms: ['network'],
  teaching: { group: 'data', text: 'Editing the network' }
}

export type SettingName = FieldName | 'network'
/** Everything that can be set of a run. */
export const settings: Readonly<Record<SettingName, SettingText>> = { network, ...fields }
export const settingNames: readonly SettingName[] = [...fieldNames, 'network']
