import type { ImageSet } from '../../src/core/data/image-set'
import { LabError } from '../../src/core/base/lab-error'
import { DataFiles } from '../../src/lab/dataset/files/data-files'
import { describeFault } from '../../src/lab/dataset/files/file-fault'
import { loadDataset } from '../../src/lab/dataset/files/load-dataset'
import { cifar10Manifest } from '../../src/lab/dataset/files/cifar10-manifest'
import { datasetFolder } from '../../src/lab/dataset/files/manifest'
import { dataFolder } from '../../src/lab/storage/data-folder'

/** Of CIFAR-10's files, as the application keeps them. */
export const cifarFolder = (): string => datasetFolder(dataFolder(process.env), cifar10Manifest)

/** @throws LabError 'data-missing', with the command that fetches it */
export async function requireCifar(): Promise<void> {
  const faults = await new DataFiles(cifarFolder(), cifar10Manifest).verify()
  if (faults.length === 0) return
  throw new LabError(
    'data-missing',
    `CIFAR-10 is not in ${cifarFolder()}, or not whole: ${faults.map(describeFault).join('; ')}.`,
    'Fetch it: npm start -- data download. Or name a data folder that has it: TENFOLD_DATA=<folder> npm run bench'
  )
}

/** CIFAR-10's training images. Real ones: how many gradients are zero, and so the speed, depends on them. */
export async function loadTrainingImages(): Promise<ImageSet> {
  return (await loadDataset(cifarFolder(), cifar10Manifest)).train
}
