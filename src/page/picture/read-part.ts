import type { ReadPart } from './fit-picture'

/** Reads what a browser can draw: a decoded image, or the frame that a video shows. */
export function readPart(source: CanvasImageSource): ReadPart {
  const canvas = document.createElement('canvas')
  return ({ left, top, width, height }) => {
    canvas.width = width
    canvas.height = height
    const context = canvas.getContext('2d', { willReadFrequently: true })
    if (context === null) throw new Error('this browser gives no canvas to draw on')
    context.drawImage(source, left, top, width, height, 0, 0, width, height)
    return context.getImageData(0, 0, width, height).data
  }
}
