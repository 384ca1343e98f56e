import type { Lane, RecentTime } from '../../state/data/loader-timeline.svelte'
import type { Sheet } from '../drawing'

/** Milliseconds that a lane shows. */
export const timelineMs = 100

/** One lane: what it did in the last moments, warm for loading and waiting, accent for computing. */
export function drawLane({ context, width, height, colours }: Sheet, lane: Lane, time: RecentTime): void {
  context.fillStyle = colours.track
  context.beginPath()
  context.roundRect(0, 0, width, height, 3)
  context.fill()
  context.fillStyle = lane.kind === 'compute' ? colours.accent : colours.warm
  context.globalAlpha = lane.kind === 'load' ? 0.6 : 1
  const begin = time.end - timelineMs
  for (const [from, to] of lane.spans) {
    if (to < begin) continue
    const left = (Math.max(0, from - begin) / timelineMs) * width
    const right = (Math.max(0, to - begin) / timelineMs) * width
    // A gap of one pixel tells one batch from the next.
    context.fillRect(left, 0, Math.max(1, right - left - 1), height)
  }
  context.globalAlpha = 1
}
