import type { FeatureOrder } from '../../../../core/layers/torch-tensor'
import type { Shape } from '../../../../core/layers/shape'
import type { PixelTransform } from '../../../../core/model/pixel-range'
import type { OnnxConstant } from './onnx-constant'

/** The length of the axis of images, which nobody knows. */
export const anyCount = 'N'
export type Size = number | typeof anyCount

/** More whole numbers than that say something else. */
export const mostSizes = 64

/** A few whole numbers that say sizes or places. */
export interface OnnxSizes {
  readonly kind: 'sizes'
  readonly shape: readonly number[]
  readonly values: readonly Size[]
}

/**
 * How the axes lie in the file: images with their channels first or last, or flat. Where `shape` is flat and `axes` is not,
 * height and width are 1.
 */
export type OnnxAxes = 'first' | 'last' | 'flat'

/** What a layer of ours gives, or the image. */
export interface OnnxActivation {
  readonly kind: 'activation'
  /** The layer, or `image`. */
  readonly from: string
  /** In our layout. */
  readonly shape: Shape
  readonly axes: OnnxAxes
  /** The file's feature i is ours at order[i], where both are flat. */
  readonly order: FeatureOrder
  /** Whether several operators take it, or what it was before it was only laid out otherwise. */
  readonly shared: boolean
  /** Whether no value is below 0. */
  readonly positive: boolean
  readonly softmax: boolean
  /** Of the image: what became of each channel's values. */
  readonly pixels: readonly PixelTransform[]
}

export type OnnxValue = OnnxConstant | OnnxSizes | OnnxActivation

/** The sizes of an activation as the file has them. */
export function sizesOf({ shape, axes }: OnnxActivation): readonly Size[] {
  const [height, width, channels] = shape.length === 3 ? shape : [1, 1, shape[0]]
  switch (axes) {
    case 'flat':
      return [anyCount, channels]
    case 'first':
      return [anyCount, channels, height, width]
    case 'last':
      return [anyCount, height, width, channels]
  }
}

/** Axes of height and width, and of the channels, as the file counts them. */
export function axesOf(axes: OnnxAxes): { readonly spatial: readonly number[]; readonly channel: number } {
  switch (axes) {
    case 'flat':
      return { spatial: [], channel: 1 }
    case 'first':
      return { spatial: [2, 3], channel: 1 }
    case 'last':
      return { spatial: [1, 2], channel: 3 }
  }
}
