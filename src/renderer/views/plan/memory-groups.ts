import type { MemoryRegion } from '../../../core/engine/compiled-plan'
import { formatCount } from '../../../core/format/format-number'

/** Regions of the same name: those of all threads. */
export interface MemoryGroup {
  readonly name: string
  readonly kind: MemoryRegion['kind']
  readonly bytes: number
  readonly regions: readonly MemoryRegion[]
}

/** In the order in which the first of each lies in memory. */
export function memoryGroups(regions: readonly MemoryRegion[]): MemoryGroup[] {
  const names = [...new Set(regions.map(({ name }) => name))]
  return names.flatMap((name) => {
    const own = regions.filter((region) => region.name === name)
    const [first] = own
    if (first === undefined) return []
    return [{ name, kind: first.kind, bytes: own.reduce((sum, { bytes }) => sum + bytes, 0), regions: own }]
  })
}

/** How often a region's buffers lie in it, and for which thread: `thread 2, 4 times`. */
export function regionNote({ thread, copies }: MemoryRegion, threads: number): string {
  return [
    ...(thread === undefined || threads === 1 ? [] : [`thread ${thread}`]),
    ...(copies === 1 ? [] : [`${formatCount(copies)} times`])
  ].join(', ')
}
