import type { DatasetInfo } from '../../data/dataset-info'
import type { RunConfig } from '../../settings/run-config'
import { type CodeLine, codeLine as line, name } from '../code-line'
import { chainLines, hasChain } from './augmentation-lines'
import { augmentationLinesText } from './augmentation-lines.text'
import type { PictureChain } from './picture-chain'
import type { TorchvisionSet } from './torchvision-set'
import { torchvisionSetText } from './torchvision-set.text'

/** A data set that torchvision knows and downloads. */
export function torchvisionLines(
  config: RunConfig,
  dataset: DatasetInfo,
  set: TorchvisionSet,
  chain: PictureChain,
  /** The folder that its files are downloaded into, in Python. */
  place = "'data'"
): readonly CodeLine[] {
  const say = torchvisionSetText(dataset, set)
  const { className, emnist } = set
  const part = (role: 'train' | 'test'): string =>
    className === 'SVHN' ? `split='${role}'` : role === 'train' ? 'train=True' : 'train=False'
  const split = (link: 'trainSet' | 'testSet', note: string): readonly CodeLine[] =>
    emnist === undefined ? [] : [line(link, note)`    split='${name(emnist)}',`]
  return [
    ...chain.transform,
    ...chainLines(config, dataset, [
      line('pixels', augmentationLinesText(config, dataset).plain)`    transform,`
    ]),
    line('trainSet', say.trainSet)`train_set = ${name(className)}(`,
    line('trainSet', say.trainRoot)`    ${name(place)}, ${name(part('train'))},`,
    ...split('trainSet', say.split),
    line('trainSet', say.trainDownload)`    download=True,`,
    hasChain(config)
      ? line('augmentation', chain.train)`    transform=train_transform)`
      : line('pixels', chain.train)`    transform=transform)`,
    line('testSet', say.testSet)`test_set = ${name(className)}(`,
    line('testSet', say.testRoot)`    ${name(place)}, ${name(part('test'))},`,
    ...split('testSet', say.testSplit),
    line('testSet', say.testDownload)`    download=True,`,
    line('pixels', chain.test)`    transform=transform)`,
    ...(emnist === undefined
      ? []
      : [
          line('pixels', say.eachSet)`for images in (train_set, test_set):`,
          line('pixels', say.turned)`    images.data = images.data.transpose(1, 2)`
        ]),
    ...(emnist === 'letters' ? [line('classes', say.fromZero)`    images.targets = images.targets - 1`] : [])
  ]
}
