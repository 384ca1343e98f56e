import { poolingWindows } from '../../core/layers/pooling-window'
import { volume } from '../../core/layers/shape'
import { addAt, at, type Layer } from './layer'
import { eachWindow, type PoolShape } from './pool-window'

/** The mean of each window. */
export function averagePool2d(shape: PoolShape): Layer {
  const share = 1 / volume(poolingWindows(shape).size)
  return {
    parameters: [],
    // y[n, oy, ox, c] = mean over the window of x[n, y, x, c]
    forward(input, images) {
      const result = new Float64Array(images * volume(shape.output))
      eachWindow(shape, images, (output, inputs) => {
        let sum = 0
        for (const index of inputs) sum += at(input, index)
        result[output] = sum * share
      })
      return result
    },
    // dx[each of the window] += dy / window
    backward(outputGradient, images) {
      const inputGradient = new Float64Array(images * volume(shape.input))
      eachWindow(shape, images, (output, inputs) => {
        const gradient = at(outputGradient, output) * share
        for (const index of inputs) addAt(inputGradient, index, gradient)
      })
      return inputGradient
    }
  }
}
