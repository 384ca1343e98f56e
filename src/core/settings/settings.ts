import { engineIds } from '../engine-id'
import type { KnobName } from '../optimizers/knobs'
import { optimizerTypes } from '../optimizers/optimizer-kinds'
import { optimizerTexts } from '../optimizers/optimizer-texts'
import { z } from '../schema'
import { knobFields } from './knob-fields'
import type { Field, SettingText } from './setting'
import { whole } from './whole'

/** Which checkpoints of a run stay on disk as newer ones are written; see `superfluousCheckpoints`. */
const keepChoices = ['spread', 'all', 'latest'] as const
const keepTexts: Readonly<Record<(typeof keepChoices)[number], string>> = {
  spread: 'spread over the run',
  all: 'all of them',
  latest: 'latest and best'
}

const engineChoices = ['auto', ...engineIds] as const

/** The settings with a field of their own in the form, in its order. */
export const fields = {
  /** Images in a mini-batch. */
  batchSize: {
    schema: whole('batch size', 1, 10_000),
    noun: 'batch size',
    label: 'Batch size',
    help: 'images in a mini-batch',
    form: { kind: 'whole', notch: 'double' },
    rooms: ['data', 'train'],
    place: 'open',
    teaching: { group: 'data' }
  },
  /** Loader workers that prepare batches ahead; 0 prepares them in the training thread itself. */
  workers: {
    schema: whole('workers', 0, 16),
    noun: 'workers',
    label: 'Workers',
    hint: 'prepare batches ahead',
    help: 'loader workers that prepare batches ahead',
    form: { kind: 'whole', notch: 'one' },
    rooms: ['data', 'train'],
    place: 'open',
    teaching: { group: 'data' }
  },
  epochs: {
    schema: whole('epochs', 1, 1_000),
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
    schema: z.enum(optimizerTypes, `optimizer must be one of ${optimizerTypes.join(', ')}`),
    noun: 'optimizer',
    label: 'Optimizer',
    help: 'how the weights move',
    form: {
      kind: 'choice',
      choices: optimizerTypes.map((value) => ({ value, text: optimizerTexts[value].name }))
    },
    rooms: ['optimizer', 'train'],
    place: 'open',
    teaching: { group: 'optimizer', text: 'Choice of optimizer' }
  },
  ...knobFields,
  seed: {
    schema: whole('seed', 0, 4_294_967_295),
    noun: 'seed',
    label: 'Seed',
    help: 'same seed, engine and arithmetic, same weights',
    form: { kind: 'whole', notch: 'one' },
    rooms: ['train', 'data'],
    place: 'open',
    teaching: { group: 'training' }
  },
  /** Share of the training images held back for validation. */
  validationSplit: {
    schema: z
      .number('the validation split must be a number')
      .min(0, 'the validation split must lie in 0 to 0.9')
      .max(0.9, 'the validation split must lie in 0 to 0.9'),
    noun: 'validation split',
    label: 'Validation',
    help: 'share of the training images held back',
    form: { kind: 'share', notch: 'ten' },
    rooms: ['train', 'data'],
    place: 'folded',
    teaching: { group: 'data' }
  },
  /** Train on the first so many only of the images that are not held back, so that over-fitting shows; 0: on all. */
  trainImages: {
    schema: whole('training images', 0, 10_000_000),
    noun: 'training images',
    label: 'Train on',
    help: 'train on the first so many images only, so that over-fitting shows; 0: on all that are not held back',
    form: { kind: 'whole' },
    rooms: ['train', 'data'],
    place: 'folded',
    teaching: { group: 'data' }
  },
  engine: {
    schema: z.enum(engineChoices, `engine must be one of ${engineChoices.join(', ')}`),
    noun: 'engine',
    label: 'Engine',
    help: 'what computes',
    form: { kind: 'choice', choices: engineChoices.map((value) => ({ value, text: value })) },
    rooms: ['train'],
    place: 'folded',
    teaching: { group: 'training' }
  },
  /** Compute threads; 0 lets the engine choose. */
  threads: {
    schema: whole('threads', 0, 64),
    noun: 'threads',
    label: 'Threads',
    hint: '0: the engine chooses',
    help: 'compute threads, 0: as many as are fastest',
    form: { kind: 'whole', notch: 'one' },
    rooms: ['train'],
    place: 'folded',
    teaching: { group: 'training' }
  },
  /** Mini-batches over which the running loss is averaged and printed. */
  logEvery: {
    schema: whole('log interval', 1, 1_000_000),
    noun: 'log interval',
    label: 'Log every',
    hint: 'mini-batches, as the lesson prints',
    help: 'mini-batches for one line of the log',
    form: { kind: 'whole' },
    rooms: ['train'],
    place: 'folded',
    teaching: { group: 'training', text: 'Log interval' }
  },
  /** Steps between checkpoints; there is always one at the end of an epoch and when a run stops. */
  checkpointEvery: {
    schema: whole('checkpoint interval', 1, 10_000_000),
    noun: 'checkpoint interval',
    label: 'Checkpoint every',
    hint: 'steps',
    help: 'steps between checkpoints; there is always one at the end of an epoch and when the run stops',
    form: { kind: 'whole' },
    rooms: ['train'],
    place: 'folded',
    teaching: { group: 'training', text: 'Checkpoint interval' }
  },
  /** Of the checkpoints, the ones that stay. */
  keepCheckpoints: {
    schema: z.enum(keepChoices, `the checkpoints to keep must be one of ${keepChoices.join(', ')}`),
    noun: 'checkpoints kept',
    label: 'Keep',
    help: 'which stay on disk: all, the latest three and the best, or beside those some 24 spread over the run',
    form: { kind: 'choice', choices: keepChoices.map((value) => ({ value, text: keepTexts[value] })) },
    rooms: ['train'],
    place: 'folded',
    teaching: { group: 'training', text: 'Which checkpoints are kept' }
  }
} as const satisfies Readonly<Record<string, Field>>

export type FieldName = keyof typeof fields
/** Those that are not the optimizer's: keys of a run's configuration. */
export type OwnFieldName = Exclude<FieldName, KnobName | 'optimizer'>

export function isField(name: string): name is FieldName {
  return Object.hasOwn(fields, name)
}

export const fieldNames = Object.keys(fields).filter(isField)

/** What is known of a field; its own type where the table would say more than asked. */
export const fieldOf = (name: FieldName): Field => fields[name]

const network: SettingText = {
  noun: 'network',
  label: 'Network',
  help: 'what is trained',
  rooms: ['network'],
  teaching: { group: 'data', text: 'Editing the network' }
}

export type SettingName = FieldName | 'network'
/** Everything that can be set of a run. */
export const settings: Readonly<Record<SettingName, SettingText>> = { network, ...fields }
export const settingNames: readonly SettingName[] = [...fieldNames, 'network']
