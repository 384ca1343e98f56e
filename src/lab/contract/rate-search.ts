import { namedRate } from '../../core/rate-search/named-rate'
import { ratePoint } from '../../core/rate-search/rate-point'
import { deviceInfo } from '../../core/run/run-event'
import { z } from '../../core/base/schema'

/** What came of a search for a learning rate. */
export const rateSearchResult = z.object({
  named: namedRate,
  /** One for each step that had a finite loss, in order: the rates grow from step to step. */
  points: z.array(ratePoint),
  /** How many there would have been up to the highest rate. */
  steps: z.int().min(1),
  device: deviceInfo
})
export type RateSearchResult = z.infer<typeof rateSearchResult>
