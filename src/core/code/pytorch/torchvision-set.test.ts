import { expect, test } from 'vitest'
import type { DatasetInfo } from '../../data/dataset-info'
import type { KnownSetId } from '../../data/known-set-id'
import { lessonDataset } from '../../data/lesson-dataset'
import { torchvisionSet } from './torchvision-set'

type Images = Pick<DatasetInfo, 'hash' | 'shape'>
const grey: Images = { hash: 'a'.repeat(64), shape: [28, 28, 1] }
const coloured: Images = { hash: 'a'.repeat(64), shape: [32, 32, 3] }

test('CIFAR-10 by its files, and official files of other sets, have a class', () => {
  expect(torchvisionSet(lessonDataset)?.className).toBe('CIFAR10')
  const nameOf = (known: KnownSetId, images: Images): string | undefined =>
    torchvisionSet({ ...images, known })?.className
  expect(nameOf({ kind: 'cifar-10', official: true }, coloured)).toBe('CIFAR10')
  expect(nameOf({ kind: 'cifar-100', variant: 'fine labels', official: true }, coloured)).toBe('CIFAR100')
  expect(nameOf({ kind: 'mnist', official: true }, grey)).toBe('MNIST')
  expect(nameOf({ kind: 'fashion-mnist', official: true }, grey)).toBe('FashionMNIST')
  expect(nameOf({ kind: 'kmnist', official: true }, grey)).toBe('KMNIST')
  expect(nameOf({ kind: 'svhn', official: true }, coloured)).toBe('SVHN')
})

test.each(['byclass', 'bymerge', 'balanced', 'letters', 'digits', 'mnist'])('EMNIST’s %s', (variant) => {
  const known: KnownSetId = { kind: 'emnist', variant, official: true }
  expect(torchvisionSet({ ...grey, known })).toMatchObject({ className: 'EMNIST', emnist: variant })
})

test.each([
  ['labels that torchvision does not give', { kind: 'cifar-100', variant: 'coarse labels', official: true }],
  ['other files', { kind: 'svhn', official: false }],
  ['a version that does not exist', { kind: 'emnist', variant: "x'", official: true }],
  ['a format without a class', { kind: 'npz', official: true }]
] satisfies [string, KnownSetId][])('no class for %s', (_, known) => {
  expect(torchvisionSet({ ...grey, known })).toBeUndefined()
  expect(torchvisionSet({ ...coloured, known })).toBeUndefined()
})

test('no class for images of another size, or for a data set that is not known', () => {
  expect(torchvisionSet({ ...coloured, known: { kind: 'mnist', official: true } })).toBeUndefined()
  expect(torchvisionSet(grey)).toBeUndefined()
})
