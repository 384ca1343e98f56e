import { datasetId } from '../../core/data/dataset-id'
import { labErrorData } from '../../core/base/lab-error'
import { pixelRanges } from '../../core/model/pixel-range'
import { evaluation } from '../../core/run/evaluation'
import { z } from '../../core/base/schema'

/** How a run, or a checkpoint from a file, is to be evaluated. */
export const evaluationOptions = z.object({
  /** Evaluate although the data set is another than the run's own; the run keeps both results. */
  otherDataset: z.boolean().optional(),
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
