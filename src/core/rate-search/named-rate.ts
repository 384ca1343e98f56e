import { z } from '../base/schema'

/** What the curve of a search says. */
export const namedRate = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('found'),
    /** The learning rate to train with, with two digits. */
    rate: z.number(),
    /** Where the smoothed loss is lowest: with higher rates it rises. Undefined where it still fell at the highest. */
    limit: z.number().optional()
  }),
  z.object({
    kind: z.literal('none'),
    /** Why, for people: a sentence. */
    reason: z.string(),
    /** What to do about it, for people: a sentence. */
    hint: z.string()
  })
])
export type NamedRate = z.infer<typeof namedRate>
