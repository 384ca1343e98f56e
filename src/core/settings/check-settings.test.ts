import { expect, test } from 'vitest'
import { lessonDataset } from '../data/lesson-dataset'
import { defaultOptimizers } from '../optimizers/optimizer-kinds'
import { checkSettings, settingProblem, type SettingProblem } from './check-settings'
import { lessonConfig, type RunConfig } from './run-config'

const nesterov = { ...defaultOptimizers.sgd, nesterov: true }

test.each<[Partial<RunConfig>, string, string]>([
  [
    { optimizer: { ...nesterov, momentum: 0 } },
    'Nesterov momentum needs a momentum above 0',
    'Give a momentum such as 0.9 (--momentum 0.9), or switch Nesterov off (--no-nesterov).'
  ],
  [
    { crop: 7, model: { ...lessonConfig.model, inputShape: [9, 7, 3] } },
    'Images of 9 × 7 pixels cannot be shifted by 7: their mirrored edge is not that wide',
    'Shift them by at most 6 (--crop 6), or by 0 to leave them where they are.'
  ],
  [
    { trainImages: 60_000 },
    'CIFAR-10 has 50,000 training images, so a run cannot train on 60,000',
    'Train on at most 50,000 (--train-images 50000), or on all of them (0).'
  ],
  [
    { trainImages: 40_001, validationSplit: 0.2 },
    'CIFAR-10 has 50,000 training images, of which 10,000 are held back, so a run cannot train on 40,001',
    'Train on at most 40,000 (--train-images 40000), or on all of them (0), or hold back fewer (--validation-split).'
  ],
  [
    { cutout: 33 },
    'A square of 33 × 33 pixels is larger than an image of 32 × 32: most images would be blank',
    'Give at most 32 (--cutout 32); a quarter to a half of the side is usual.'
  ],
  [
    { patience: 2 },
    'Early stopping needs validation images, and no images are held back for validation',
    'Hold some back (--validation-split 0.1), or switch early stopping off (--patience 0).'
  ],
  [
    { validationSplit: 1e-6 },
    'CIFAR-10 has 50,000 training images, and this validation split holds back none of them',
    'Give at least 0.00002 (--validation-split 0.00002), or 0 to hold back none.'
  ]
])('%j is refused, with what can be given instead', (change, message, hint) => {
  expect(settingProblem({ ...lessonConfig, ...change }, lessonDataset)).toMatchObject({ message, hint })
  expect(() => checkSettings({ ...lessonConfig, ...change }, lessonDataset)).toThrow(`${message}.`)
})

test.each<Partial<RunConfig>>([
  {},
  { optimizer: nesterov },
  { optimizer: { ...defaultOptimizers.sgd, momentum: 0 } },
  { crop: 6, model: { ...lessonConfig.model, inputShape: [9, 7, 3] } },
  { crop: 16, cutout: 32, brightness: 1, contrast: 1, flip: 'alternating' },
  { trainImages: 50_000 },
  { trainImages: 40_000, validationSplit: 0.2 }
])('%j can be trained', (change) => {
  expect(settingProblem({ ...lessonConfig, ...change }, lessonDataset)).toBeUndefined()
})

test.each([2, 3, 5, 7, 1_234, 50_000, 3_333_333])(
  'of %i images the hint names a share that can be',
  (images) => {
    const dataset = { name: 'Shapes', splits: { ...lessonDataset.splits, train: { images, files: [] } } }
    const ask = (validationSplit: number): SettingProblem | undefined =>
      settingProblem({ ...lessonConfig, validationSplit }, dataset)
    const hints = [1e-9, 0.9].flatMap((share) => ask(share)?.hint ?? [])
    expect(hints).not.toEqual([])
    for (const hint of hints) expect(ask(Number(/ ([\d.e-]+)\)/.exec(hint)?.[1]))).toBeUndefined()
  }
)

test('of a data set that is not known nothing is said', () => {
  expect(settingProblem({ ...lessonConfig, trainImages: 60_000 }, undefined)).toBeUndefined()
})
