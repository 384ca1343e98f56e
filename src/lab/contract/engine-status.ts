import { engineIds } from '../../core/base/engine-id'
import { z } from '../../core/base/schema'

/** One engine on this machine: usable, or why not and what would help. */
export const engineStatus = z.discriminatedUnion('available', [
  z.object({
    available: z.literal(true),
    engine: z.enum(engineIds),
    name: z.string(),
    description: z.string(),
    maxThreads: z.int(),
    /** Whether `auto` takes it for the settings as they are saved, as far as speeds are known. */
    preferred: z.boolean()
  }),
  z.object({
    available: z.literal(false),
    engine: z.enum(engineIds),
    name: z.string(),
    reason: z.string(),
    remedy: z.string()
  })
])
export type EngineStatus = z.infer<typeof engineStatus>

/** Engines being timed, one after the other. */
export const engineTiming = z.discriminatedUnion('state', [
  z.object({ state: z.literal('timing'), engine: z.enum(engineIds), batchSize: z.int() }),
  z.object({ state: z.literal('idle') })
])
export type EngineTiming = z.infer<typeof engineTiming>
