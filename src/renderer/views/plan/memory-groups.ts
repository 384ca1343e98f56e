import type { MemoryRegion } from '../../../core/engine/compiled-plan'
import { formatCount } from '../../../core/format/format-number'

/** Regions of the same name: those of all threads. */
export interface MemoryGroup {
  readonly name: string
  readonly kind: MemoryRegion['kind']
  /** Its place among the groups of its kind, from 0: each has a colour of its own. */
  readonly ofKind: number
  readonly bytes: number
  readonly regions: readonly MemoryRegion[]
}

/** In the order in which the first of each lies in memory. */
export function memoryGroups(regions: readonly MemoryRegion[]): MemoryGroup[] {
  const groups: MemoryGroup[] = []
  for (const { name, kind } of regions) {
    if (groups.some((group) => group.name === name)) continue
    const own = regions.filter((region) => region.name === name)
    const ofKind = groups.filter((group) => group.kind === kind).length
    groups.push({ name, kind, ofKind, bytes: own.reduce((sum, { bytes }) => sum + bytes, 0), regions: own })
  }
  return groups
}

/** How often a region's buffers lie in it, and for which thread: `thread 2, 4 times`. */
export function regionNote({ thread, copies }: MemoryRegion, threads: number): string {
  return [
    ...(thread === undefined || threads === 1 ? [] : [`thread ${thread}`]),
    ...(copies === 1 ? [] : [`${formatCount(copies)} times`])
  ].join(', ')
}
