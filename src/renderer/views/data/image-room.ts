const gap = 6
/** Pixels beside the images: name and note of their row. */
const besides = 102

/** Width of a small image in a window of a height, in pixels. */
export function imageSize(windowHeight: number): number {
  return Math.round(Math.min(72, Math.max(42, windowHeight * 0.052)))
}

/** Images that find room in one line. @param width of the whole row */
export function imageRoom(width: number, size: number): number {
  return Math.max(4, Math.floor((width - besides + gap) / (size + gap)))
}
