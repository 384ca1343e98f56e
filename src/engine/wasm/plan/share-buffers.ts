import { required } from '../../../core/base/required'
import { type Life, placeByLives } from '../../shared/place-by-lives'
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

const always: Life = { from: -Infinity, to: Infinity }

export interface SharedBuffers {
  /** Of each buffer, in their order. */
  readonly offsets: readonly number[]
  readonly bytes: { readonly image: number; readonly thread: number }
}

/**
 * Lets buffers that are never in use at the same time lie in the same place, the largest placed first.
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
    const own = buffers.flatMap((buffer, i) => {
      // One that no stage uses has a moment to itself, so that it stays clear of zeros.
      const unused = 2 * stages.length + i
      const life = buffer.keepsZeros ? always : (lives[i] ?? { from: unused, to: unused })
      return buffer.region === region ? [{ ...buffer, i, life }] : []
    })
    own.sort((a, b) => Number(b.keepsZeros) - Number(a.keepsZeros) || b.bytes - a.bytes)
    const places = placeByLives(
      own.map(({ bytes: size, life }) => ({ size: align(size, cacheLine), lives: [life] }))
    )
    own.forEach(({ i }, at) => {
      offsets[i] = required(places.offsets[at], 'a place for each buffer')
    })
    bytes[region] = places.size
  }
  return { offsets, bytes }
}

/** When each buffer is in use: numbers of the stages on the way there, then on the way back. */
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
