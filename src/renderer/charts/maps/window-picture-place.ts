import type { PixelWindow } from './window-sum'

interface Size {
  readonly height: number
  readonly width: number
}
type Cell = readonly [row: number, column: number]

/**
 * The pixel of a picture at a place on the screen; undefined beside the picture.
 * @param box of the picture, point: both in the window's CSS pixels
 */
export function pixelAt(
  box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
  point: { readonly clientX: number; readonly clientY: number },
  { height, width }: Size
): Cell | undefined {
  const row = Math.floor(((point.clientY - box.top) / box.height) * height)
  const column = Math.floor(((point.clientX - box.left) / box.width) * width)
  return row >= 0 && column >= 0 && row < height && column < width ? [row, column] : undefined
}

/** The pixel that a key leads to from the corner of the outlined part; undefined for keys that do nothing. */
export function pixelByKey(
  key: string,
  { top, left }: Pick<PixelWindow, 'top' | 'left'>,
  { height, width }: Size
): Cell | undefined {
  const to = (row: number, column: number): Cell => [clamp(row, height - 1), clamp(column, width - 1)]
  switch (key) {
    case 'ArrowUp':
      return to(top - 1, left)
    case 'ArrowDown':
      return to(top + 1, left)
    case 'ArrowLeft':
      return to(top, left - 1)
    case 'ArrowRight':
      return to(top, left + 1)
    case 'Home':
      return to(top, 0)
    case 'End':
      return to(top, width - 1)
    case 'PageUp':
      return to(0, left)
    case 'PageDown':
      return to(height - 1, left)
    default:
      return undefined
  }
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value))
}
