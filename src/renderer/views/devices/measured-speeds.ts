import type { RunSummary } from '../../../lab/contract/run-summary'

interface Speed {
  readonly device: string
  readonly batchSize: number
  readonly stepsPerSecond: number
  /** Of the run that measured it. */
  readonly number: number
}

/** In a shorter time, in milliseconds, a few fast steps say little. */
const enoughMs = 200

/** The fastest run of each device at each batch size, in that order. */
export function measuredSpeeds(runs: readonly RunSummary[]): Speed[] {
  const best = new Map<string, Speed>()
  for (const { device, batchSize, step, trainMs, number } of runs) {
    if (device === undefined || trainMs < enoughMs || step === 0) continue
    const stepsPerSecond = (step * 1000) / trainMs
    const key = `${device} ${batchSize}`
    if ((best.get(key)?.stepsPerSecond ?? 0) < stepsPerSecond) {
      best.set(key, { device, batchSize, stepsPerSecond, number })
    }
  }
  return [...best.values()].sort((a, b) => a.device.localeCompare(b.device) || a.batchSize - b.batchSize)
}
