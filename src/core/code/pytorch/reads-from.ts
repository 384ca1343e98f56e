import type { DatasetInfo } from '../../data/dataset-info'
import { torchvisionSet } from './torchvision-set'

/** How the script reads a data set: torchvision knows some, and reads folders of images; the rest are binary files. */
export function readsFrom(dataset: DatasetInfo): 'torchvision' | 'folder' | 'files' {
  if (torchvisionSet(dataset) !== undefined) return 'torchvision'
  return dataset.folder === undefined ? 'files' : 'folder'
}
