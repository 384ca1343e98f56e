import { type EngineId, engineNames } from '../base/engine-id'
import { byBatchSize, crossovers, fastestEngine, speedOf, type SpeedTable } from './engine-speed'
import { formatCount } from '../format/format-number'

/** From this share of a step's time on, overhead is what the step consists of. */
const mostly = 0.5

/**
 * What measured speeds mean, a sentence each: which engine wins where, and for each one that loses at the smallest batch
 * size and catches up with larger ones, what its steps consist of.
 */
export function explainSpeeds(tables: readonly SpeedTable[]): string[] {
  const sorted = byBatchSize(tables)
  const [smallest] = sorted
  const best = smallest && fastestEngine(smallest)
  if (smallest === undefined || best === undefined) return []
  const contenders = smallest.speeds.filter(({ timed }) => timed)
  if (contenders.length < 2) return []
  const changes = crossovers(sorted)
  const sentences =
    changes.length === 0
      ? [`${engineNames[best.engine]} is the fastest at every measured batch size.`]
      : changes.map(
          ({ from, to, below, at }) =>
            `Up to batch size ${formatCount(below)}, ${engineNames[from]} is the fastest; from ${formatCount(at)} up, ${engineNames[to]} is.`
        )
  for (const { engine } of contenders) {
    if (engine === best.engine) continue
    const sentence = explainOverhead(sorted, engine)
    if (sentence !== undefined) sentences.push(sentence)
  }
  return sentences
}

/**
 * A step takes a + b · batch size: through the smallest and the largest batch, a is what does not depend on the number
 * of images. @returns undefined where that is the smaller part of the smallest step
 */
function explainOverhead(sorted: readonly SpeedTable[], engine: EngineId): string | undefined {
  const points = sorted.flatMap((table) => {
    const speed = speedOf(table, engine)
    return speed === undefined ? [] : [{ images: table.batchSize, ms: 1000 / speed.stepsPerSecond }]
  })
  const first = points[0]
  const last = points.at(-1)
  if (first === undefined || last === undefined || first.images === last.images) return undefined
  const slope = Math.max(0, (last.ms - first.ms) / (last.images - first.images))
  const overhead = first.ms - slope * first.images
  if (overhead < mostly * first.ms) return undefined
  return (
    `Of the ${duration(first.ms)} that ${engineNames[engine]} takes for a step of ${formatCount(first.images)} images, ` +
    `${duration(overhead)} do not depend on the batch size: the time to launch each operation on the device and to transfer data. ` +
    `A larger batch spreads this time over more images.`
  )
}

function duration(ms: number): string {
  return ms < 10 ? `${ms.toFixed(2)} ms` : `${formatCount(ms)} ms`
}
