import { coveredPart, planesOf } from './fit-frame'

/** A canvas of the shape, to be used for one frame after the other. */
export function sightOf([height, width]: readonly [number, number, number]): CanvasRenderingContext2D | null {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  return canvas.getContext('2d', { willReadFrequently: true })
}

/**
 * What a video shows now, fitted as by `cover`.
 * @param sight of the shape: see `sightOf`
 * @returns u8[channels, height, width]; undefined before the first frame
 */
export function grabFrame(
  video: HTMLVideoElement,
  sight: CanvasRenderingContext2D,
  [height, width, channels]: readonly [number, number, number]
): Uint8Array | undefined {
  const frame = { width: video.videoWidth, height: video.videoHeight }
  if (frame.width === 0 || video.readyState < video.HAVE_CURRENT_DATA) return undefined
  const part = coveredPart(frame, { width, height })
  sight.imageSmoothingQuality = 'high'
  sight.drawImage(video, part.left, part.top, part.width, part.height, 0, 0, width, height)
  return planesOf(sight.getImageData(0, 0, width, height).data, channels)
}
