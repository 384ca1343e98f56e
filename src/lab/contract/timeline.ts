import { z } from '../../core/base/schema'

/** What one part of a training did, and when. */
const timelineLane = z.object({
  /**
   * `load`: a loader worker gathers images, or the training thread itself where there are no workers; `wait`: training
   * waits for images; `compute`: the engine trains.
   */
  kind: z.enum(['load', 'wait', 'compute']),
  /** Number of the loader worker, from 1; 0 for the training thread. */
  worker: z.int().min(0),
  /** Milliseconds of what ended between `begin` and `end`, spans that are left out included. */
  busyMs: z.number().min(0),
  /** The latest of its spans: [begin, end] in milliseconds on the training process's own clock, in order. */
  spans: z.array(z.tuple([z.number(), z.number()]))
})

/**
 * The loader's timeline: what ended between `begin` and `end`, measured while it happened. The next notice goes on where
 * this one ends.
 */
export const timeline = z.object({
  begin: z.number(),
  end: z.number(),
  lanes: z.array(timelineLane)
})
export type Timeline = z.infer<typeof timeline>
