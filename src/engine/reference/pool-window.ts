import { type PoolingType, poolingWindows } from '../../core/layers/pooling-window'
import type { LayerShape } from '../../core/layers/layer-kinds'
import { spatialShape } from '../../core/layers/shape'

export type PoolShape = LayerShape<PoolingType>

/**
 * Calls back for each output value with the indices of the inputs in its window, in row-major order.
 * input [N, H, W, C] -> output [N, OH, OW, C]
 */
export function eachWindow(
  shape: PoolShape,
  images: number,
  visit: (output: number, inputs: readonly number[]) => void
): void {
  const [height, width, channels] = spatialShape(shape.input)
  const { size, strides, output } = poolingWindows(shape)
  const [outHeight, outWidth] = output
  let index = 0
  for (let n = 0; n < images; n++) {
    for (let oy = 0; oy < outHeight; oy++) {
      for (let ox = 0; ox < outWidth; ox++) {
        for (let c = 0; c < channels; c++) {
          const inputs: number[] = []
          for (let y = oy * strides[0]; y < oy * strides[0] + size[0]; y++) {
            for (let x = ox * strides[1]; x < ox * strides[1] + size[1]; x++) {
              inputs.push(((n * height + y) * width + x) * channels + c)
            }
          }
          visit(index++, inputs)
        }
      }
    }
  }
}
