import type { DatasetInfo } from '../../../core/data/dataset-info'
import { isLessonDataset } from '../../../core/data/is-lesson-dataset'
import type { RunConfig } from '../../../core/settings/run-config'

/** Whether a run's loss can be compared with the lesson's figures: of the same images, and the same kind of loss. */
export function hasLessonFigures(
  dataset: Pick<DatasetInfo, 'hash'>,
  { labelSmoothing, classWeights }: Pick<RunConfig, 'labelSmoothing' | 'classWeights'>
): boolean {
  return isLessonDataset(dataset) && labelSmoothing === 0 && classWeights === 'equal'
}
