import { mirroredRows } from '../../../core/augmentation/mirrored-rows'
import { LabError } from '../../../core/base/lab-error'
import { carryOnScript } from '../../../core/code/carry-on/carry-on-script'
import { carriedTraining } from '../../../core/code/carry-on/carried-training'
import { carryOnReadMe } from '../../../core/code/carry-on/read-me.text'
import type { DatasetInfo } from '../../../core/data/dataset-info'
import type { Checkpoint } from '../../../core/training/checkpoint'
import { comingOrders } from '../../../core/training/coming-orders'
import { encodeNpy } from '../numpy/encode-npy'
import { zipFiles } from '../zip/zip-files'
import { encodePth } from './encode-pth'
import { trainingStateDict } from './state-dict'

/**
 * All that it takes to carry a training on in PyTorch, as a zip archive with one folder: the program, weights and optimizer,
 * and the order of the images.
 * @throws LabError 'unsupported' for a network without a training, and as `trainingStateDict`
 */
export function encodeProject(checkpoint: Checkpoint, stem: string): Uint8Array {
  const dataset = describedDataset(checkpoint)
  const { config, position } = checkpoint
  const orders = comingOrders(config, position.step, dataset.splits.train.images)
  const training = carriedTraining(config, dataset, position, orders)
  const files: readonly (readonly [name: string, content: Uint8Array | string])[] = [
    ['README.txt', carryOnReadMe(training)],
    ['train_on.py', carryOnScript(training)],
    [
      `${stem}-training.pth`,
      encodePth(`${stem}-training`, trainingStateDict(checkpoint, { withAverage: config.ema > 0 }))
    ],
    ['order/training.npy', encodeNpy(orders.train)],
    ...(orders.validation.length === 0
      ? []
      : [['order/validation.npy', encodeNpy(orders.validation)] as const]),
    ...(config.flip === 'alternating'
      ? [['order/mirrored.npy', encodeNpy(mirroredRows(orders.train, config.seed))] as const]
      : []),
    ...orders.epochs.map((rows, i) => [`order/epoch-${orders.first + i + 1}.npy`, encodeNpy(rows)] as const)
  ]
  return zipFiles(files.map(([name, content]) => [`${stem}-pytorch/${name}`, content]))
}

function describedDataset({ dataset }: Checkpoint): DatasetInfo {
  if (dataset === undefined) {
    throw new LabError(
      'unsupported',
      'This network came from another program, so there is no training here to carry on.',
      'Fork its run to train it on a data set, and export the fork. Or export the weights for PyTorch, and train them with the code beside Network.'
    )
  }
  if ('shape' in dataset) return dataset
  throw new LabError(
    'unsupported',
    'An earlier version of Tenfold made this checkpoint and did not write down what its data set looks like, so the images of the next batches are not known.',
    'Fork the run, and export the fork.'
  )
}
