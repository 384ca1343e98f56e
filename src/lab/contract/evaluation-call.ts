import { datasetId, datasetKey } from '../../core/data/dataset-id'
import { labErrorData } from '../../core/base/lab-error'
import { pixelRanges } from '../../core/model/pixel-range'
import { evaluation } from '../../core/run/evaluation'
import { z } from '../../core/base/schema'

/** How a run, or a checkpoint from a file, is to be evaluated. */
export const evaluationOptions = z.object({
  /** The data set whose test images are meant: the run's own where it is left out. */
  dataset: datasetKey.optional(),
  /** Which pixels the network takes, from now on; only of a run that came out of a file. */
  pixels: pixelRanges.optional(),
  /**
   * Average the scores of each image with those of its mirror image. Such a result is kept beside the run's own and never
   * takes its place.
   */
  mirrored: z.boolean().optional()
})

export const evaluationResult = z.object({
  evaluation,
  /** Of the moving average of the weights, where the run keeps one. */
  averaged: evaluation.optional(),
  dataset: datasetId,
  /** Why the result is not recorded with the run. */
  unkept: labErrorData.optional()
})
