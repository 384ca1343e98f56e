import type { DatasetInfo } from '../../../core/data/dataset-info'

/** A data set whose images something is shown of: the chosen one, or a run's own. */
export interface ImagesOf {
  readonly info: DatasetInfo
  /** Whether its images can be asked for. */
  readonly here: boolean
}
