import type { ScriptPart } from '../../core/code/script'
import type { RunConfig } from '../../core/settings/run-config'
import { sayField } from '../../core/settings/setting-values'
import { isField, settings } from '../../core/settings/settings'
import type { Topic } from '../../core/lesson/topic'

/** Where what a line speaks of can be changed, or seen. */
export interface GuidePlace {
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

const pictures: Readonly<Partial<Record<Topic, Whereabouts>>> = {
  trainSet: { label: 'Images to train on', rooms: ['data'] },
  testSet: { label: 'Images to test on', rooms: ['data'] },
  classes: { label: 'Images of every class', rooms: ['data'] },
  pixels: { label: 'One image', rooms: ['data'] },
  augmentation: { label: 'Training images before and after', rooms: ['data'] },
  network: { label: 'The network', rooms: ['network'] },
  forward: { label: 'The way through the network', rooms: ['network'] },
  loss: { label: 'Running loss', rooms: ['train'] },
  zeroGrad: { label: 'Step by step', rooms: ['train'] },
  backward: { label: 'Step by step', rooms: ['train'] },
  recipes: { label: 'Recipes', rooms: ['train'] },
  mirrored: { label: 'Test with mirror images', rooms: ['evaluate'] },
  optimizerStep: { label: 'A step written out', rooms: ['optimizer', 'train'] },
  matrix: { label: 'Confusion matrix', rooms: ['evaluate'] },
  accuracy: { label: 'Accuracy', rooms: ['evaluate'] },
  perClass: { label: 'Accuracy by class', rooms: ['evaluate'] },
  precision: { label: 'Classes', rooms: ['evaluate'] },
  calibration: { label: 'How sure, and how often right', rooms: ['evaluate'] },
  topTwo: { label: 'How sure, and how often right', rooms: ['evaluate'] },
  checkpoint: { label: 'Save checkpoint', rooms: ['evaluate'] }
}

/** @param room where the reader is: what can be found there too is not looked for elsewhere */
export function placeOf(key: Topic, room: ScriptPart, config: RunConfig): GuidePlace | undefined {
  if (key.startsWith('layer:')) {
    const name = key.slice('layer:'.length)
    return { kind: 'control', label: `Layer ${name}`, value: undefined, room: 'network' }
  }
  const found = isField(key) ? settings[key] : pictures[key]
  if (found === undefined) return undefined
  return {
    kind: isField(key) ? 'control' : 'picture',
    label: found.label,
    value: isField(key) ? sayField(config, key) : undefined,
    room: found.rooms.includes(room) ? room : found.rooms[0]
  }
}
