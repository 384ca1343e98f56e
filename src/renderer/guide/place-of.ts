import type { ScriptPart } from '../../core/code/script'
import { isOptimizerType } from '../../core/optimizers/optimizer-kinds'
import { optimizerTexts } from '../../core/optimizers/optimizer-texts'
import type { RunConfig } from '../../core/run-config'
import type { LinkKey } from '../state/link.svelte'
import { type FormField, textsOf } from '../state/training-form.svelte'

/** Where what a line speaks of can be changed, or seen. */
export interface Place {
  /** control: sets the line's value; picture: shows it */
  readonly kind: 'control' | 'picture'
  readonly label: string
  /** What the control is set to. */
  readonly value: string | undefined
  readonly room: ScriptPart
}

interface Whereabouts {
  readonly label: string
  readonly rooms: readonly [ScriptPart, ...ScriptPart[]]
}

const controls: Readonly<Record<FormField, Whereabouts>> = {
  batchSize: { label: 'Batch size', rooms: ['data', 'train'] },
  workers: { label: 'Workers', rooms: ['data', 'train'] },
  epochs: { label: 'Epochs', rooms: ['train', 'data'] },
  optimizer: { label: 'Optimizer', rooms: ['optimizer', 'train'] },
  learningRate: { label: 'Learning rate', rooms: ['optimizer', 'train'] },
  momentum: { label: 'Momentum', rooms: ['optimizer', 'train'] },
  nesterov: { label: 'Nesterov', rooms: ['optimizer'] },
  alpha: { label: 'Alpha', rooms: ['optimizer'] },
  beta1: { label: 'Beta 1', rooms: ['optimizer'] },
  beta2: { label: 'Beta 2', rooms: ['optimizer'] },
  epsilon: { label: 'Epsilon', rooms: ['optimizer'] },
  weightDecay: { label: 'Weight decay', rooms: ['optimizer'] },
  seed: { label: 'Seed', rooms: ['train', 'data'] },
  validationSplit: { label: 'Validation', rooms: ['train', 'data'] },
  trainImages: { label: 'Train on', rooms: ['train', 'data'] },
  engine: { label: 'Engine', rooms: ['train'] },
  threads: { label: 'Threads', rooms: ['train'] },
  logEvery: { label: 'Log every', rooms: ['train'] },
  checkpointEvery: { label: 'Checkpoint every', rooms: ['train'] },
  keepCheckpoints: { label: 'Keep', rooms: ['train'] }
}

const pictures: Readonly<Partial<Record<LinkKey, Whereabouts>>> = {
  trainSet: { label: 'Images to train on', rooms: ['data'] },
  testSet: { label: 'Images to test on', rooms: ['data'] },
  classes: { label: 'Images of every class', rooms: ['data'] },
  pixels: { label: 'One image', rooms: ['data'] },
  network: { label: 'The network', rooms: ['network'] },
  forward: { label: 'The way through the network', rooms: ['network'] },
  loss: { label: 'Running loss', rooms: ['train'] },
  zeroGrad: { label: 'Step by step', rooms: ['train'] },
  backward: { label: 'Step by step', rooms: ['train'] },
  optimizerStep: { label: 'A step written out', rooms: ['optimizer', 'train'] },
  matrix: { label: 'Confusion matrix', rooms: ['evaluate'] },
  accuracy: { label: 'Accuracy', rooms: ['evaluate'] },
  perClass: { label: 'Accuracy by class', rooms: ['evaluate'] },
  checkpoint: { label: 'Save checkpoint', rooms: ['evaluate'] }
}

const isField = (key: LinkKey): key is FormField => Object.hasOwn(controls, key)

/** @param room where the reader is: what can be found there too is not looked for elsewhere */
export function placeOf(key: LinkKey, room: ScriptPart, config: RunConfig): Place | undefined {
  if (key.startsWith('layer:')) {
    const name = key.slice('layer:'.length)
    return { kind: 'control', label: `Layer ${name}`, value: undefined, room: 'network' }
  }
  const found = isField(key) ? controls[key] : pictures[key]
  if (found === undefined) return undefined
  return {
    kind: isField(key) ? 'control' : 'picture',
    label: found.label,
    value: isField(key) ? shown(key, textsOf(config)[key]) : undefined,
    room: found.rooms.includes(room) ? room : found.rooms[0]
  }
}

function shown(field: FormField, text: string): string | undefined {
  if (field === 'validationSplit') return `${text} %`
  if (field === 'optimizer' && isOptimizerType(text)) return optimizerTexts[text].name
  if (field === 'nesterov') return text === 'true' ? 'on' : 'off'
  return text === '' ? undefined : text
}
