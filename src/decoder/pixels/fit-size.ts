import type { ImageFit } from '../../core/data/image-file'

export interface Size {
  readonly width: number
  readonly height: number
}

export interface FittedSize extends Size {
  /** Whether the image has fewer pixels than this needs, in one direction at least. */
  readonly enlarges: boolean
}

/**
 * The size, in pixels, that an image is given before it is put into the target: the target's own, except for `contain`,
 * where one side may be shorter.
 * @param image as shown
 */
export function fitSize(image: Size, target: Size, fit: ImageFit): FittedSize {
  const across = target.width / image.width
  const down = target.height / image.height
  switch (fit) {
    case 'cover':
      return { ...target, enlarges: Math.max(across, down) > 1 }
    case 'stretch':
      return { ...target, enlarges: across > 1 || down > 1 }
    case 'contain': {
      const scale = Math.min(across, down)
      return {
        width: Math.max(1, Math.round(image.width * scale)),
        height: Math.max(1, Math.round(image.height * scale)),
        enlarges: scale > 1
      }
    }
  }
}
