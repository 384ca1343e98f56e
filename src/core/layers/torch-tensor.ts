/**
 * The order of flat features in PyTorch: its feature i is ours at order[i]. undefined where both have the same. They
 * differ behind a flatten layer, because PyTorch's images are laid out [channels, height, width] and ours [height,
 * width, channels].
 */
export type FeatureOrder = Int32Array | undefined

/** How PyTorch keeps one of a layer's parameters. */
export interface TorchTensor {
  /** Behind the layer's own name: `weight`, `running_mean`. */
  readonly name: string
  /** PyTorch's axis i is ours at axes[i]. */
  readonly axes: readonly number[]
  /** Our axis along which the layer's input features lie, for a layer that takes them flat. */
  readonly features?: number
  /** PyTorch's shape, where it is not that of the axes in PyTorch's order. @param shape in that order */
  readonly shape?: (shape: readonly number[]) => readonly number[]
}

/** A parameter with one axis, the same in PyTorch. */
export function torchVector(name: string): TorchTensor {
  return { name, axes: [0] }
}
