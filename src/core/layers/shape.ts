/** The shape of one image's activations: [height, width, channels], or [features] once flattened. */
export type Shape = SpatialShape | readonly [number]
/** [height, width, channels] */
export type SpatialShape = readonly [number, number, number]

/** Number of values in a shape. */
export function volume(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1)
}

/** @throws Error for flat values, which nothing that works on images can get */
export function spatialShape(shape: Shape): SpatialShape {
  if (shape.length === 3) return shape
  throw new Error('an image was expected, but the values are flat')
}

/** Channels of an image, or the features of flat values. */
export function channelCount(shape: Shape): number {
  return shape.length === 3 ? shape[2] : shape[0]
}
