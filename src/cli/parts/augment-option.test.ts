import { expect, test } from 'vitest'
import { LabError } from '../../core/base/lab-error'
import { augmentationNames } from '../../core/augmentation/augmentation-kinds'
import { augmentOption, withAugment } from './augment-option'
import { trainConfig, type ConfigOptions } from './train-config'

function refusal(augment: string, options: ConfigOptions = {}): LabError {
  try {
    withAugment(options, augment)
  } catch (error) {
    const refused = LabError.from(error)
    expect(refused.code).toBe('invalid-input')
    return refused
  }
  throw new Error('not refused')
}

test('a list is what its options would be', () => {
  expect(withAugment({ epochs: '3' }, 'flip,crop=4, cutout = 8')).toEqual({
    epochs: '3',
    flip: 'random',
    crop: '4',
    cutout: '8'
  })
  expect(withAugment({ crop: '2' }, 'flip=alternating')).toEqual({ crop: '2', flip: 'alternating' })
  expect(withAugment({ crop: '2' }, undefined)).toEqual({ crop: '2' })
})

test.each(augmentationNames)('%s without a value is switched on', (name) => {
  const config = trainConfig(withAugment({}, name))
  expect(config).not.toEqual(trainConfig({}))
  expect(augmentOption().description).toContain(`${name}=${config[name]}`)
})

test.each([
  ['flop', '--augment: no kind of augmentation is called “flop”. Did you mean flip?'],
  ['Crop=4', '--augment: no kind of augmentation is called “Crop”. Did you mean crop?'],
  ['crop=4,jitter', '--augment: no kind of augmentation is called “jitter”.'],
  ['crop=4,,flip', '--augment has an empty place in its list.'],
  ['', '--augment has an empty place in its list.'],
  ['flip,crop=4,flip=off', '--augment has flip twice.']
])('“%s” is refused', (augment, message) => {
  expect(refusal(augment).message).toBe(message)
})

test('what is given as an option too is refused, whatever its value', () => {
  expect(refusal('flip,crop=4', { crop: '4' })).toMatchObject({
    message: 'crop is given twice: in --augment and as --crop.',
    hint: 'Give it once. See: npm start -- train --help'
  })
})

test('a value that cannot be is refused by the option’s name', () => {
  expect(() => trainConfig(withAugment({}, 'crop=40'))).toThrow(
    '--crop 40: crop must be a whole number from 0 to 16'
  )
  expect(() => trainConfig(withAugment({}, 'crop='))).toThrow('--crop : crop must be a whole number')
})
