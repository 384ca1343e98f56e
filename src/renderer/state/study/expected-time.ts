import type { ListedRun } from '../../../lab/contract/listed-run'

/** Fewer steps say little about the speed. */
const leastSteps = 20

interface Asked {
  /** How many times an image goes through the network. */
  readonly images: number
  /** Of the network. */
  readonly parameters: number
  readonly batchSize: number
}

/**
 * Seconds of training, from the speed of the newest run with a network of this size, at the batch size nearest to this
 * one; undefined where there is none.
 */
export function expectedSeconds(
  { images, parameters, batchSize }: Asked,
  runs: readonly ListedRun[]
): number | undefined {
  const distance = (run: ListedRun): number => Math.abs(Math.log2(run.batchSize / batchSize))
  const known = runs
    .filter(
      ({ details, step, trainMs }) =>
        details?.network.parameters === parameters && step >= leastSteps && trainMs > 0
    )
    .sort((a, b) => distance(a) - distance(b) || b.number - a.number)
  const [run] = known
  return run === undefined ? undefined : (images * run.trainMs) / (run.step * run.batchSize) / 1000
}

/** `about 40 seconds`, `about 12 minutes`, `about 3 hours` */
export function sayDuration(seconds: number): string {
  const round = (value: number, unit: string): string => {
    const count = Math.max(1, value < 10 ? Math.round(value) : Number(value.toPrecision(2)))
    return `about ${count} ${unit}${count === 1 ? '' : 's'}`
  }
  if (seconds < 90) return round(seconds, 'second')
  if (seconds < 90 * 60) return round(seconds / 60, 'minute')
  return seconds < 48 * 3600 ? round(seconds / 3600, 'hour') : round(seconds / 86_400, 'day')
}
