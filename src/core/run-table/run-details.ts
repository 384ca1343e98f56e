import { fieldNames } from '../settings/settings'
import { z } from '../base/schema'

/** What the table of runs shows of a run beside its summary. It follows from the run's configuration and events. */
export const runDetails = z.object({
  /** As `fieldValues` gives them. */
  values: z.partialRecord(z.enum(fieldNames), z.union([z.string(), z.number(), z.boolean()])),
  network: z.object({
    /** `Lesson`; undefined for a network that is none of the ready-made ones. */
    preset: z.string().optional(),
    /** Undefined where its layers do not fit one another. */
    parameters: z.int().min(0).optional(),
    /** Equal for equal networks, and for these only. */
    key: z.string()
  }),
  /** What the recipe is called that the settings follow: `A minute without GELU`. */
  recipe: z.string().optional()
})
export type RunDetails = z.infer<typeof runDetails>
