import type { LayerShape } from '../../core/layers/layer-kinds'
import { spatialShape, volume } from '../../core/layers/shape'
import { at, type Layer } from './layer'

/** Zeros around each map: [N, H, W, C] -> [N, above + H + below, left + W + right, C] */
export function zeroPadding2d({ layer, input: shape, output }: LayerShape<'zeroPadding2d'>): Layer {
  const [height, width, channels] = spatialShape(shape)
  const [rows, columns] = spatialShape(output)
  const [above] = layer.rows
  const [left] = layer.columns
  /** Calls back for each value of the input with its index there and in the output. */
  const eachValue = (images: number, visit: (from: number, to: number) => void): void => {
    let from = 0
    for (let row = 0; row < images * height; row++) {
      const outputRow = Math.floor(row / height) * rows + above + (row % height)
      const to = (outputRow * columns + left) * channels
      for (let i = 0; i < width * channels; i++) visit(from++, to + i)
    }
  }
  return {
    parameters: [],
    // y[above + y, left + x] = x[y, x]
    forward(input, images) {
      const result = new Float64Array(images * volume(output))
      eachValue(images, (from, to) => {
        result[to] = at(input, from)
      })
      return result
    },
    // dx[y, x] = dy[above + y, left + x]
    backward(outputGradient, images) {
      const gradient = new Float64Array(images * volume(shape))
      eachValue(images, (from, to) => {
        gradient[from] = at(outputGradient, to)
      })
      return gradient
    }
  }
}
