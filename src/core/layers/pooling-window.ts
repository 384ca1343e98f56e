import type { LayerShape } from './layer-kinds'
import { type SpatialShape, spatialShape } from './shape'

/** Layers that make one value of each window of a map. */
export type PoolingType = 'maxPool2d' | 'averagePool2d' | 'globalMaxPool2d' | 'globalAveragePool2d'

/** The windows of a pooling layer; of a global one, a single window as large as the image. */
export interface PoolingWindows {
  readonly size: readonly [number, number]
  readonly strides: readonly [number, number]
  /** One value for each window and channel. */
  readonly output: SpatialShape
}

export function poolingWindows({ layer, input, output }: LayerShape<PoolingType>): PoolingWindows {
  if (layer.type === 'maxPool2d' || layer.type === 'averagePool2d') {
    return { size: layer.poolSize, strides: layer.strides, output: spatialShape(output) }
  }
  const [height, width, channels] = spatialShape(input)
  return { size: [height, width], strides: [height, width], output: [1, 1, channels] }
}
