/** In device-independent pixels, as Electron counts. */
export interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

/** The window's size when it opens for the first time, and the smallest that the views are drawn for. */
export const firstSize: Size = { width: 1280, height: 800 }
export const smallestSize: Size = { width: 1024, height: 640 }

/**
 * Where to open the window: where it was left, moved and shrunk as far as needed to lie wholly on a screen that
 * exists now; in the middle of the primary screen when the old place is gone.
 * @param workAreas of all screens, the primary one first
 */
export function placeWindow(saved: Bounds | undefined, workAreas: readonly [Bounds, ...Bounds[]]): Bounds {
  const [primary, ...others] = workAreas
  if (saved === undefined) return centred(firstSize, primary)
  const area = others.reduce(
    (best, other) => (overlap(saved, other) > overlap(saved, best) ? other : best),
    primary
  )
  const size = {
    width: clamp(saved.width, smallestSize.width, area.width),
    height: clamp(saved.height, smallestSize.height, area.height)
  }
  if (overlap(saved, area) === 0) return centred(size, area)
  return {
    x: clamp(saved.x, area.x, area.x + area.width - size.width),
    y: clamp(saved.y, area.y, area.y + area.height - size.height),
    ...size
  }
}

function centred(wanted: Size, area: Bounds): Bounds {
  const width = Math.min(wanted.width, area.width)
  const height = Math.min(wanted.height, area.height)
  return {
    x: area.x + Math.floor((area.width - width) / 2),
    y: area.y + Math.floor((area.height - height) / 2),
    width,
    height
  }
}

/** Pixels that both cover. */
function overlap(a: Bounds, b: Bounds): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return Math.max(0, width) * Math.max(0, height)
}

/** The upper limit wins where the limits contradict each other: a screen smaller than the smallest window. */
function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}
