import type { DatasetInfo } from './dataset-info'
import { lessonDataset } from './lesson-dataset'

/** Whether a data set has exactly the lesson's files, whatever it calls itself. */
export function isLessonDataset({ hash }: Pick<DatasetInfo, 'hash'>): boolean {
  return hash === lessonDataset.hash
}
