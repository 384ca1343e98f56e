import { Option } from 'commander'
import {
  augmentationKinds,
  augmentationNames,
  isAugmentation,
  type AugmentationName
} from '../../core/augmentation/augmentation-kinds'
import { closestName } from '../../core/base/closest-name'
import { LabError } from '../../core/base/lab-error'
import { flagOf } from '../../core/settings/flag-of'
import { seeHelp } from '../console/see-help'
import type { ConfigOptions } from './train-config'

const usual = (name: AugmentationName): string => `${name}=${augmentationKinds[name].usual}`

/** Several kinds of augmentation in one option. */
export const augmentOption = (): Option =>
  new Option(
    '--augment <list>',
    `change training images, in short: --augment flip,crop=4 is --flip random --crop 4; without values: ${augmentationNames.map(usual).join(', ')}`
  )

/**
 * The options with what `--augment` stands for in them.
 * @throws LabError 'invalid-input' for a kind that there is not, and for one that is given twice
 */
export function withAugment(
  options: ConfigOptions,
  augment: string | undefined,
  command: 'train' | 'fork' | 'find-rate' | 'study start' = 'train'
): ConfigOptions {
  if (augment === undefined) return options
  const given = new Map<AugmentationName, string>()
  for (const part of augment.split(',')) {
    const [word = '', ...values] = part.trim().split('=')
    const name = kindCalled(word.trim())
    if (given.has(name) || options[name] !== undefined) throw twice(name, given.has(name), command)
    given.set(name, values.length === 0 ? String(augmentationKinds[name].usual) : values.join('=').trim())
  }
  return { ...options, ...Object.fromEntries(given) }
}

function kindCalled(word: string): AugmentationName {
  if (isAugmentation(word)) return word
  const meant = closestName(word, augmentationNames)
  throw new LabError(
    'invalid-input',
    word === ''
      ? '--augment has an empty place in its list.'
      : `--augment: no kind of augmentation is called “${word.slice(0, 40)}”.${meant === undefined ? '' : ` Did you mean ${meant}?`}`,
    `Kinds: ${augmentationNames.join(', ')}, separated by commas, such as --augment flip,crop=4.`
  )
}

const twice = (name: AugmentationName, inList: boolean, command: string): LabError =>
  new LabError(
    'invalid-input',
    inList ? `--augment has ${name} twice.` : `${name} is given twice: in --augment and as ${flagOf(name)}.`,
    `Give it once. ${seeHelp(command)}`
  )
