import { align, cacheLine } from './arena'
import type { ImageStage, MemoryPlace } from './plan'
import { stageUses } from './stage-uses'

/** A buffer of one image or of a thread's scratch, at a place that no other has. */
export interface Buffer {
  readonly region: 'image' | 'thread'
  readonly offset: number
  readonly bytes: number
  /** Whether some of it has to stay zero, so that nothing else may be written there: an image's border. */
  readonly keepsZeros: boolean
}

/** When a buffer is in use: numbers of the stages on the way there, then on the way back. */
interface Life {
  readonly from: number
  readonly to: number
}

export interface SharedBuffers {
  /** Of each buffer, in their order. */
  readonly offsets: readonly number[]
  readonly bytes: { readonly image: number; readonly thread: number }
}

/**
 * Lets buffers that are never in use at the same time lie in the same place: the largest first, each as low as it can.
 * @param begun what is in use before the first stage
 */
export function shareBuffers(
  buffers: readonly Buffer[],
  stages: readonly ImageStage[],
  planes: MemoryPlace,
  begun: readonly MemoryPlace[]
): SharedBuffers {
  const lives = livesOf(buffers, stages, planes, begun)
  const offsets = buffers.map(() => 0)
  const bytes = { image: 0, thread: 0 }
  for (const region of ['image', 'thread'] as const) {
    const own = buffers.flatMap((buffer, i) =>
      buffer.region === region ? [{ ...buffer, i, life: lives[i] }] : []
    )
    own.sort((a, b) => Number(b.keepsZeros) - Number(a.keepsZeros) || b.bytes - a.bytes)
    const placed: (typeof own)[number][] = []
    for (const buffer of own) {
      const others = placed
        .filter((other) => buffer.keepsZeros || other.keepsZeros || meet(buffer.life, other.life))
        .sort((a, b) => a.offset - b.offset)
      let offset = 0
      for (const other of others) {
        if (offset + buffer.bytes <= other.offset) break
        offset = Math.max(offset, align(other.offset + other.bytes, cacheLine))
      }
      offsets[buffer.i] = offset
      placed.push({ ...buffer, offset })
      bytes[region] = Math.max(bytes[region], align(offset + buffer.bytes, cacheLine))
    }
  }
  return { offsets, bytes }
}

function livesOf(
  buffers: readonly Buffer[],
  stages: readonly ImageStage[],
  planes: MemoryPlace,
  begun: readonly MemoryPlace[]
): (Life | undefined)[] {
  const lives: (Life | undefined)[] = buffers.map(() => undefined)
  const use = (place: MemoryPlace, time: number): void => {
    const i = buffers.findIndex(
      ({ region, offset, bytes }) =>
        region === place.region && place.offset >= offset && place.offset < offset + bytes
    )
    // Rows of features lie elsewhere.
    if (i < 0) return
    const { from, to } = lives[i] ?? { from: time, to: time }
    lives[i] = { from: Math.min(from, time), to: Math.max(to, time) }
  }
  for (const place of begun) use(place, -1)
  stages.forEach((stage, i) => {
    const { forward, backward } = stageUses(stage, planes)
    for (const place of forward) use(place, i)
    for (const place of backward) use(place, 2 * stages.length - 1 - i)
  })
  return lives
}

/** Whether two are in use at the same time. One that no stage uses never is. */
function meet(a: Life | undefined, b: Life | undefined): boolean {
  return a !== undefined && b !== undefined && a.from <= b.to && b.from <= a.to
}
