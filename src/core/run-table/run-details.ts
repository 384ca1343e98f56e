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
  recipe: z.string().optional(),
  /** The best on the validation images at the end of an epoch, in [0, 1]. */
  bestAccuracy: z.number().optional(),
  /** On the validation images, in [0, 1], of the network that the run ends with. */
  endAccuracy: z.number().optional()
})
export type RunDetails = z.infer<typeof runDetails>
