import type { DatasetInfo } from '../data/dataset-info'
import { isLessonDataset } from '../data/is-lesson-dataset'

export interface ScriptNames {
  /** Of the script's own file, without its ending. */
  readonly script: string
  /** Of the file that the script saves its weights in, without its ending. */
  readonly weights: string
  /** Of the folder with the data set's binary files. */
  readonly folder: string
}

/** What a script calls its files: as the lesson does, or after the data set. */
export function scriptNames(dataset: DatasetInfo): ScriptNames {
  if (isLessonDataset(dataset))
    return { script: 'cifar', weights: 'cifar_net', folder: 'cifar-10-batches-bin' }
  // It may come from somebody else's checkpoint, and stands in comments and strings.
  const id = dataset.id.replace(/[^\w-]/g, '_')
  return { script: id, weights: id, folder: id }
}
