import type { DatasetInfo } from '../../data/dataset-info'
import { isLessonDataset } from '../../data/is-lesson-dataset'

/** How the script reads a data set: torchvision knows the lesson's, and reads folders of images; the rest are binary files. */
export function readsFrom(dataset: DatasetInfo): 'lesson' | 'folder' | 'files' {
  if (isLessonDataset(dataset)) return 'lesson'
  return dataset.folder === undefined ? 'files' : 'folder'
}
