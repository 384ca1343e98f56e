import { z } from '../base/schema'

/** One step of a search: the loss of its batch, before the weights move by this rate. */
export const ratePoint = z.object({
  rate: z.number(),
  loss: z.number(),
  /** Average of the losses up to this step, the latest ones weighted most. */
  smoothed: z.number()
})
export type RatePoint = z.infer<typeof ratePoint>
