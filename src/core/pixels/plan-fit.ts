import type { ImageFit } from '../data/image-file'

export interface Size {
  readonly width: number
  readonly height: number
}

export interface Box extends Size {
  readonly left: number
  readonly top: number
}

/** How an image becomes one of another size; all in pixels. */
export interface FitPlan {
  /** What libvips takes of the image, in whole pixels. */
  readonly part: Box
  /** What libvips reduces that to: on each side the final size, or the same as before, where it is near enough. */
  readonly reduced: Size
  /** What the rest is done with (resample-raster.ts), of the reduced part; it may begin and end within a pixel. */
  readonly box: Box
  /** What becomes of it: the target, or for `contain` what fits into it. */
  readonly scaled: Size
  /** Whether the image has fewer pixels than that, in one direction at least. */
  readonly enlarges: boolean
}

/** An image of up to so many times the final size is small enough to be resampled exactly. */
const near = 2
/** How far the kernel then reaches, in pixels of the image. */
const margin = 3 * near

/** @param image as shown */
export function planFit(image: Size, target: Size, fit: ImageFit): FitPlan {
  const across = target.width / image.width
  const down = target.height / image.height
  switch (fit) {
    case 'cover':
      return cover(image, target, Math.max(across, down))
    case 'stretch':
      return scaleWhole(image, target, across > 1 || down > 1)
    case 'contain': {
      const scale = Math.min(across, down)
      const scaled = {
        width: Math.max(1, Math.round(image.width * scale)),
        height: Math.max(1, Math.round(image.height * scale))
      }
      return scaleWhole(image, scaled, scale > 1)
    }
  }
}

function scaleWhole(image: Size, scaled: Size, enlarges: boolean): FitPlan {
  const reduced = {
    width: image.width < near * scaled.width ? image.width : scaled.width,
    height: image.height < near * scaled.height ? image.height : scaled.height
  }
  return { part: whole(image), reduced, box: whole(reduced), scaled, enlarges }
}

function cover(image: Size, target: Size, scale: number): FitPlan {
  // A quotient of a quotient may come out a little larger than the image.
  const exact = {
    width: Math.min(image.width, target.width / scale),
    height: Math.min(image.height, target.height / scale)
  }
  const left = (image.width - exact.width) / 2
  const top = (image.height - exact.height) / 2
  if (scale <= 1 / near) {
    const size = { width: Math.round(exact.width), height: Math.round(exact.height) }
    const part = { left: Math.floor(left), top: Math.floor(top), ...size }
    return { part, reduced: target, box: whole(target), scaled: target, enlarges: false }
  }
  const start = { left: Math.max(0, Math.floor(left) - margin), top: Math.max(0, Math.floor(top) - margin) }
  const part = {
    ...start,
    width: Math.min(image.width, Math.ceil(left + exact.width) + margin) - start.left,
    height: Math.min(image.height, Math.ceil(top + exact.height) + margin) - start.top
  }
  const box = { left: left - start.left, top: top - start.top, ...exact }
  return {
    part,
    reduced: { width: part.width, height: part.height },
    box,
    scaled: target,
    enlarges: scale > 1
  }
}

const whole = (size: Size): Box => ({ left: 0, top: 0, width: size.width, height: size.height })
