import { type EngineId, engineIds } from '../base/engine-id'
import { runConfig } from '../settings/run-config'
import { z } from '../base/schema'

/** What decides how fast an engine trains. */
export const timedWorkload = runConfig.pick({ model: true, optimizer: true, threads: true })
export type TimedWorkload = z.infer<typeof timedWorkload>

/** An engine that trained for a moment, or why it could not. */
export const engineSpeed = z.discriminatedUnion('timed', [
  z.object({
    timed: z.literal(true),
    engine: z.enum(engineIds),
    /** `WASM · 2 threads`. */
    device: z.string(),
    stepsPerSecond: z.number().positive()
  }),
  z.object({ timed: z.literal(false), engine: z.enum(engineIds), reason: z.string() })
])
export type EngineSpeed = z.infer<typeof engineSpeed>
export type TimedSpeed = Extract<EngineSpeed, { timed: true }>

/** All engines of a machine at one batch size. */
export const speedTable = z.object({ batchSize: z.int().min(1), speeds: z.array(engineSpeed) })
export type SpeedTable = z.infer<typeof speedTable>

/** The engine that a run takes, and why. */
export const engineChoice = z.object({
  engine: z.enum(engineIds),
  /** For people, a clause without a full stop. */
  reason: z.string(),
  /** Where engines were timed for it. */
  table: speedTable.optional()
})
export type EngineChoice = z.infer<typeof engineChoice>

export function fastestEngine({ speeds }: SpeedTable): TimedSpeed | undefined {
  return timedSpeeds(speeds).sort((a, b) => b.stepsPerSecond - a.stepsPerSecond)[0]
}

export function speedOf({ speeds }: SpeedTable, engine: EngineId): TimedSpeed | undefined {
  return timedSpeeds(speeds).find((speed) => speed.engine === engine)
}

/** A batch size at which another engine becomes the fastest. */
export interface Crossover {
  readonly from: EngineId
  readonly to: EngineId
  /** The largest measured size at which `from` wins, and the next one, at which `to` does. */
  readonly below: number
  readonly at: number
}

/** @param tables of one workload, in any order */
export function crossovers(tables: readonly SpeedTable[]): Crossover[] {
  const winners = byBatchSize(tables).flatMap((table) => {
    const engine = fastestEngine(table)?.engine
    return engine === undefined ? [] : [{ batchSize: table.batchSize, engine }]
  })
  return winners.flatMap(({ batchSize, engine }, i) => {
    const before = winners[i - 1]
    return before === undefined || before.engine === engine
      ? []
      : [{ from: before.engine, to: engine, below: before.batchSize, at: batchSize }]
  })
}

/**
 * The batch size to measure next, so that a crossover is known to a factor of two: the power of two in the middle, on a
 * logarithmic scale, of two sizes with different winners.
 */
export function nextBatchSize(tables: readonly SpeedTable[]): number | undefined {
  for (const { below, at } of crossovers(tables)) {
    if (at <= 2 * below) continue
    return 2 ** Math.round(Math.log2(below * at) / 2)
  }
  return undefined
}

export function byBatchSize(tables: readonly SpeedTable[]): SpeedTable[] {
  return [...tables].sort((a, b) => a.batchSize - b.batchSize)
}

function timedSpeeds(speeds: readonly EngineSpeed[]): TimedSpeed[] {
  return speeds.flatMap((speed) => (speed.timed ? [speed] : []))
}
